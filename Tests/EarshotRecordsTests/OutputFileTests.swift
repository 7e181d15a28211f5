import Foundation
import Testing

@testable import EarshotRecords

@Suite("Output files")
struct OutputFileTests {
  private func contents(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func output(
    _ path: String, fingerprint: String = "f", resume: Bool = false
  ) throws -> OutputFile {
    try OutputFile(path: path, fingerprint: fingerprint, resume: resume, checkpointNanoseconds: 0)
  }

  @Test("the old file stays under its name until the new one is complete")
  func appearsWhenComplete() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.jsonl"
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      var file = try output(path)
      try file.write(Array("new".utf8))
      try file.checkpoint(records: 1)
      #expect(contents(path) == "old")
      try file.finish()
      #expect(contents(path) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out.jsonl"])
    }
  }

  @Test("a discarded output leaves nothing behind")
  func discard() throws {
    try withTemporaryFolder { folder in
      var file = try output(folder + "/out")
      try file.write([0x61])
      try file.checkpoint(records: 1)
      file.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  /// Writes ten records, ends like a killed process after `killed` of them, resumes, and finishes.
  @Test("a run that was killed and resumed gives the bytes of one run", arguments: 0...10)
  func resume(_ killed: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out"
      let records = (0..<10).map { Array("record \($0)\n".utf8) }
      do {
        var file = try output(path)
        for (i, record) in records.prefix(killed).enumerated() {
          try file.write(record)
          if i % 3 == 2 { try file.checkpoint(records: i + 1, counters: ["problems": i]) }
        }
      }
      var file = try output(path, resume: true)
      let done = killed / 3 * 3
      #expect(file.resumedRecords == done)
      #expect(file.isResumed == (done > 0))
      #expect(file.resumedCounters == (done > 0 ? ["problems": done - 1] : [:]))
      for record in records[done...] { try file.write(record) }
      try file.finish()
      #expect(contents(path) == records.map { String(decoding: $0, as: UTF8.self) }.joined())
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
    }
  }

  @Test("a run that was killed after the header knows that the header is there")
  func resumeAfterHeader() throws {
    try withTemporaryFolder { folder in
      do {
        var file = try output(folder + "/out")
        try file.write(Array("id,text\n".utf8))
        try file.checkpoint(records: 0)
      }
      var file = try output(folder + "/out", resume: true)
      let isResumed = file.isResumed
      #expect(isResumed)
      #expect(file.resumedRecords == 0)
      try file.write(Array("1,a\n".utf8))
      try file.finish()
      #expect(contents(folder + "/out") == "id,text\n1,a\n")
    }
  }

  @Test("without --resume an unfinished output is begun again")
  func fresh() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out"
      do {
        var file = try output(path)
        try file.write(Array("long ago".utf8))
        try file.checkpoint(records: 1)
      }
      var file = try output(path)
      #expect(file.resumedRecords == 0)
      try file.write(Array("new".utf8))
      try file.finish()
      #expect(contents(path) == "new")
    }
  }

  @Test("an unfinished output of another model or input is not continued")
  func otherFingerprint() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out"
      do {
        var file = try output(path)
        try file.write([0x61])
        try file.checkpoint(records: 1)
      }
      #expect(throws: OutputError.fingerprintDiffers(path: path)) {
        _ = try output(path, fingerprint: "g", resume: true)
      }
      #expect(contents(path + ".partial") == "a")
    }
  }

  @Test("a damaged mark or a partial file that is too short is refused")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out"
      try Data("earshot resume 1\nrecords 5\nbytes 100\nfingerprint f\nend\n".utf8)
        .write(to: URL(fileURLWithPath: path + ".resume"))
      #expect(throws: OutputError.resumeDamaged(path: path)) { _ = try output(path, resume: true) }
      for text in [
        "", "earshot resume 1\nrecords 5\n",
        "earshot resume 1\nrecords x\nbytes 0\nfingerprint f\nend\n",
      ] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + ".resume"))
        #expect(throws: OutputError.resumeDamaged(path: path)) {
          _ = try output(path, resume: true)
        }
      }
    }
  }

  @Test("two runs do not write the same output")
  func inUse() throws {
    try withTemporaryFolder { folder in
      let first = try output(folder + "/out")
      #expect(throws: OutputError.inUse(path: folder + "/out")) { _ = try output(folder + "/out") }
      first.discard()
    }
  }

  @Test("a folder, a missing folder and resuming standard output are named")
  func errors() throws {
    try withTemporaryFolder { folder in
      #expect(throws: OutputError.isDirectory(path: folder)) { _ = try output(folder) }
      #expect(throws: OutputError.isDirectory(path: folder + "/x/")) {
        _ = try output(folder + "/x/")
      }
      #expect(throws: OutputError.missingFolder(path: folder + "/no/out", folder: folder + "/no")) {
        _ = try output(folder + "/no/out")
      }
      #expect(throws: OutputError.resumeNeedsFile) {
        _ = try OutputFile(path: nil, fingerprint: "f", resume: true)
      }
    }
  }

  @Test("a full disk is named", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func diskFull() throws {
    var file = try output("/dev/full")
    #expect(throws: OutputError.diskFull(path: "/dev/full")) { try file.write([0x61]) }
    try file.finish()
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test("a pipe without a reader is a closed pipe, appended to or not", arguments: [false, true])
  func closedPipe(appends: Bool) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      signal(SIGPIPE, SIG_IGN)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      var file = try appends ? OutputFile(appendingTo: path) : output(path)
      close(reader)
      #expect(throws: OutputError.closedPipe) { try file.write([0x61]) }
    }
  }

  @Test("a symbolic link stays a link; the file it leads to is replaced")
  func symbolicLink() throws {
    try withTemporaryFolder { folder in
      try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/real"))
      #expect(symlink("real", folder + "/link") == 0)
      var file = try output(folder + "/link")
      try file.write(Array("new".utf8))
      try file.finish()
      #expect(contents(folder + "/real") == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    }
  }
}
