import Foundation
import Glibc
import Synchronization

/// An HTTP server on this machine for one test: keeps what it is sent, and answers as it is told.
final class LocalServer: Sendable {
  struct Request: Equatable {
    /// `POST /path HTTP/1.1`.
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: String
  }

  let port: UInt16
  private let socket: Int32
  private let received = Mutex<[Request]>([])

  /// All requests so far.
  var requests: [Request] { received.withLock { $0 } }

  /// - Parameter answer: of the n-th request, from 0; nil to keep silent.
  init(_ answer: @escaping @Sendable (Int) -> String?) throws {
    let listening = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    socket = listening
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listening, $0, size) == 0 && listen(listening, 8) == 0
          && getsockname(listening, $0, &size) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileReadUnknown) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      var silent: [Int32] = []
      var count = 0
      while case let connection = accept(listening, nil, nil), connection >= 0 {
        if let request = Self.read(connection) { self?.received.withLock { $0.append(request) } }
        if let text = answer(count) {
          _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
          close(connection)
        } else {
          silent.append(connection)
        }
        count += 1
      }
      for connection in silent { close(connection) }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  static func answer(_ status: String, headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\n\(headers)Content-Length: 0\r\nConnection: close\r\n\r\n"
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      let halves = text.components(separatedBy: "\r\n\r\n")
      if halves.count > 1 {
        let lines = halves[0].components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let pair = line.components(separatedBy: ": ")
          headers[pair[0].lowercased()] = pair.dropFirst().joined(separator: ": ")
        }
        let body = halves.dropFirst().joined(separator: "\r\n\r\n")
        if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
          return Request(line: lines[0], headers: headers, body: body)
        }
      }
      let count = recv(connection, &part, part.count, 0)
      guard count > 0 else { return nil }
      bytes += part[..<count]
    }
  }
}
