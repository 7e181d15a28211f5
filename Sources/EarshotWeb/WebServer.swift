import Dispatch
import EarshotStore
import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Why the pages cannot be served.
public enum WebServerError: Error, Sendable, Equatable {
  case portTaken(host: String, port: Int)
  case cannotListen(host: String, port: Int, reason: String)
  /// Another address than this machine's own, and no token.
  case needsToken(host: String)

  /// One or two sentences: what was found, what to do.
  public var message: String {
    switch self {
    case .portTaken(let host, let port):
      "Port \(port) of \(host) is taken: perhaps `earshot serve` runs already. Name another with --port, or 0 for any that is free."
    case .cannotListen(let host, let port, let reason):
      "Cannot listen on \(host), port \(port) (\(reason)). Name an address of this machine with --host and a port above 1023 with --port."
    case .needsToken(let host):
      "\(host) can be reached from other machines, and with it the texts of your customers. Add --token, so that only who has the link may read them; or leave --host out."
    }
  }
}

/// Returns when something comes out of a stream.
private struct Waiting: Service {
  let stream: AsyncStream<Void>

  init(for stream: AsyncStream<Void>) { self.stream = stream }

  func run() async throws {
    for await _ in stream { return }
  }
}

/// Serves the pages of a workspace until the program is asked to end.
public struct WebServer: Sendable {
  private let site: Site
  private let host: String
  private let port: Int

  /// - Parameters:
  ///   - host: the address to listen on.
  ///   - port: 0 for any that is free.
  ///   - usesToken: let in only browsers that opened the link with its token.
  ///   - target: of the verdict page: the share of right tags to be exceeded, 0…1.
  ///   - confidence: one less the risk of each verdict, 0…1.
  /// - Throws: `needsToken` when other machines could read the pages and no token is used.
  public init(
    workspace: Workspace, host: String = "127.0.0.1", port: Int = 8717, usesToken: Bool = false,
    target: Double = 0.95, confidence: Double = 0.95
  ) throws(WebServerError) {
    let name = Access.name(ofHost: host.contains(":") ? "[\(host)]" : host) ?? host
    guard usesToken || Access.isLoopback(name) else { throw .needsToken(host: host) }
    (self.host, self.port) = (host, port)
    site = Site(
      workspace: workspace,
      access: Access(host: name, token: usesToken ? Access.randomSecret() : nil),
      target: target, confidence: confidence)
  }

  /// Whether other machines can reach the pages.
  public var isOpenToOthers: Bool { !Access.isLoopback(site.access.host) }

  /// Serves until SIGINT or SIGTERM; requests under way are answered first.
  ///
  /// Blocks the calling thread.
  /// - Parameter ready: called once, with the link to open, when requests are answered.
  public func run(ready: @escaping @Sendable (String) -> Void) throws(WebServerError) {
    let ended = DispatchSemaphore(value: 0)
    let failure = Mutex<WebServerError?>(nil)
    Task {
      do { try await serve(ready: ready) } catch {
        failure.withLock { $0 = self.error(error) }
      }
      ended.signal()
    }
    ended.wait()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func error(_ error: any Error) -> WebServerError {
    guard let error = error as? IOError else {
      return .cannotListen(host: host, port: port, reason: "the name is not known")
    }
    if error.errnoCode == EADDRINUSE { return .portTaken(host: host, port: port) }
    return .cannotListen(
      host: host, port: port, reason: String(cString: strerror(error.errnoCode)))
  }

  /// - Parameter stop: ends the server like a signal, when something comes out of it.
  func serve(
    until stop: AsyncStream<Void>? = nil, ready: @escaping @Sendable (String) -> Void
  ) async throws {
    // Nothing is logged: requests hold names of people, responses texts of customers.
    let logger = Logger(label: "earshot") { _ in SwiftLogNoOpLogHandler() }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let site = site
    let link = { @Sendable [host] (port: Int) in
      let name = host.contains(":") ? "[\(host)]" : host
      return "http://\(name):\(port)/" + (site.access.token.map { "?token=\($0)" } ?? "")
    }
    let server = try HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64))
    ).buildServer(
      configuration: ServerConfiguration(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: MaximumAvailableConnections(128)),
      eventLoopGroup: group, logger: logger,
      responder: { request, writer, _ in
        let response = await Self.respond(site, request)
        let body =
          request.method == .head
          ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        try await writer.write(response: Self.head(response), body: body)
      },
      onServerRunning: { channel in ready(link(channel.localAddress?.port ?? port)) })
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: server)], gracefulShutdownSignals: [.sigint, .sigterm],
      logger: logger)
    if let stop {
      configuration.services.append(
        .init(
          service: Waiting(for: stop), successTerminationBehavior: .gracefullyShutdownGroup))
    }
    configuration.maximumGracefulShutdownDuration = .seconds(3)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
    try? await group.shutdownGracefully()
  }

  /// Reads the body, then answers on a thread that may wait for the disk.
  private static func respond(_ site: Site, _ request: Request) async -> PageResponse {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Site.longestBody)
    } catch {
      return refusal(413, "At most 64 KiB can be sent.")
    }
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] =
        headers[name].map { $0 + (name == "cookie" ? "; " : ", ") + field.value } ?? field.value
    }
    headers["host"] = request.head.authority
    guard
      let page = PageRequest(
        method: request.method.rawValue, target: request.head.path ?? "", headers: headers,
        body: Array(body.readableBytesView))
    else { return refusal(400, "That is no address of a page.") }
    do {
      return try await NIOThreadPool.singleton.runIfActive { site.respond(to: page) }
    } catch {
      return refusal(503, "The server is ending.")
    }
  }

  /// An answer for what is not even a request for a page; the connection ends with it.
  private static func refusal(_ status: Int, _ text: String) -> PageResponse {
    var response = PageResponse(
      status: status, type: "text/plain; charset=utf-8", text + "\n")
    response.headers.append(("connection", "close"))
    return response
  }

  private static func head(_ response: PageResponse) -> HTTPResponse {
    var fields = HTTPFields()
    for (name, value) in response.headers {
      guard let name = HTTPField.Name(name) else {
        preconditionFailure("\(name) is no name of a header")
      }
      fields.append(HTTPField(name: name, value: value))
    }
    fields[.contentLength] = String(response.body.count)
    return HTTPResponse(status: .init(code: response.status), headerFields: fields)
  }
}
