import ArgumentParser
import Glibc

/// How work is shared out and shown; neither changes a byte of the result.
struct WorkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads to use; all processors without it.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("Show progress: auto, always, never.", valueName: "when"))
  var progress = Progress.When.auto

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads: \(threads) is not between 1 and 1024.")
    }
  }

  var threadCount: Int { threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension Progress.When: ExpressibleByArgument {}
