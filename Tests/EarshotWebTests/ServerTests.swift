import EarshotStore
import Foundation
import Glibc
import Synchronization
import Testing

@testable import EarshotWeb

@Suite("The server on its socket", .serialized)
struct ServerTests {
  /// Serves an audit while `body` runs with the port, then ends as at a signal.
  private func serving(_ body: @escaping @Sendable (UInt16) throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("earshot-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
    try workspace.createAudit(drawnKey(1), texts: ["The text of r0."])
    let server = try WebServer(workspace: workspace, port: 0)
    let (links, continuation) = AsyncStream<String>.makeStream()
    let (stops, stop) = AsyncStream<Void>.makeStream()
    let running = Task { try await server.serve(until: stops) { continuation.yield($0) } }
    var link = ""
    for await first in links {
      link = first
      break
    }
    let port = try #require(link.split(separator: ":").last.flatMap { UInt16($0.dropLast()) })
    // On a thread of its own: waiting for a socket must not hold up the threads that serve.
    let outcome = await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: Result { try body(port) }) }
    }
    stop.yield()
    try await running.value
    try outcome.get()
  }

  /// Sends bytes and returns all that comes back until the connection ends.
  private static func exchange(_ port: UInt16, _ text: String) -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var wait = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return "" }
    _ = send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    var answer: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(descriptor, &part, part.count, 0), count > 0 {
      answer += part[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  @Test("it answers on its port, under its names only")
  func answers() async throws {
    try await serving { port in
      let page = Self.exchange(
        port, "GET / HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n")
      #expect(page.hasPrefix("HTTP/1.1 200") && page.contains("topic-test"))
      let other = Self.exchange(
        port, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
      #expect(other.hasPrefix("HTTP/1.1 421") && !other.contains("topic-test"))
    }
  }

  @Test("HEAD sends the headers only")
  func head() async throws {
    try await serving { port in
      let page = Self.exchange(
        port, "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(page.hasPrefix("HTTP/1.1 200") && page.hasSuffix("\r\n\r\n"))
    }
  }

  @Test("a body of more than 64 KiB is refused")
  func bodies() async throws {
    try await serving { port in
      let body = String(repeating: "a", count: Site.longestBody + 1)
      let answer = Self.exchange(
        port,
        "POST /name HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      )
      #expect(answer.hasPrefix("HTTP/1.1 413"))
    }
  }

  @Test("headers without end are refused")
  func headers() async throws {
    try await serving { port in
      let long = String(repeating: "a", count: 20_000)
      let answer = Self.exchange(
        port, "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(long)\r\nConnection: close\r\n\r\n")
      #expect(!answer.hasPrefix("HTTP/1.1 2"))
    }
  }

  @Test("a taken port is said with its number")
  func taken() async throws {
    try await serving { port in
      let folder = FileManager.default.temporaryDirectory.path
      let path = "\(folder)/earshot-\(UUID().uuidString).sqlite"
      defer { try? FileManager.default.removeItem(atPath: path) }
      let server = try WebServer(workspace: Workspace(path: path, create: true), port: Int(port))
      #expect(throws: WebServerError.portTaken(host: "127.0.0.1", port: Int(port))) {
        try server.run { _ in }
      }
    }
  }
}
