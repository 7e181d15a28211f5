import Foundation
import Testing

/// Output that can't be written, isn't read, or is cut short by a kill.
@Suite struct OutputTests {
  let folder = Folder()

  @Test("a reader that closes the pipe ends the program quietly, with status 0")
  func closedPipe() throws {
    folder.write(String(repeating: TinyModel.jsonLines, count: 4), to: "in.jsonl")
    for command in [
      "tag in.jsonl --model $model --batch 50", "filter --model $model < in.jsonl",
      "model show $model", "model show $model --json",
    ] {
      let got = try folder.shell(
        "($earshot \(command); echo status $? >&2) | head -c 20 > /dev/null; sleep 0.1")
      #expect(got.errors == "status 0\n", "\(command): \(got)")
    }
  }

  @Test("a full disk is a failure with a sentence")
  func fullDisk() throws {
    folder.write(TinyModel.jsonLines, to: "in.jsonl")
    for command in [
      "tag in.jsonl --model $model", "filter --model $model < in.jsonl", "model show $model",
      "inspect in.jsonl",
    ] {
      let got = try folder.shell("$earshot \(command) > /dev/full")
      #expect(got.status == 1, "\(got)")
      #expect(
        got.errors
          == "earshot: standard output: the disk is full. Free some space and run again.\n")
    }
    let device = try folder.shell("$earshot tag in.jsonl --model $model -o /dev/full")
    #expect(
      device.errors == "earshot: /dev/full: the disk is full. Free some space and run again.\n")
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test("a file that may not grow further is a failure with a sentence, not a signal")
  func fileLimit() throws {
    folder.write(TinyModel.jsonLines, to: "in.jsonl")
    let got = try folder.shell("ulimit -f 8; $earshot tag in.jsonl --model $model -o out.jsonl")
    #expect(got.status == 1, "\(got)")
    #expect(got.errors == "earshot: out.jsonl: cannot be written (File too large).\n")
    #expect(!folder.names.contains("out.jsonl"), "what is not complete has not its name")
  }

  @Test("an older output stays until the new one is complete")
  func olderOutput() throws {
    folder.write("id,text\n1,late\n2\n", to: "in.csv")
    folder.write("precious\n", to: "out.jsonl")
    let got = try folder.shell("$earshot tag in.csv --model $model -o out.jsonl --on-error fail")
    #expect(got.status == 1)
    #expect(try folder.read("out.jsonl") == "precious\n")
    #expect(folder.names == ["in.csv", "out.jsonl"])
    #expect(try folder.shell("$earshot tag in.csv --model $model -o out.jsonl").status == 3)
    #expect(try folder.read("out.jsonl").hasPrefix("{"))
  }

  @Test("an output in a folder that is not there, or that is a folder")
  func noFolder() throws {
    folder.write("id,text\n1,late\n", to: "in.csv")
    let missing = try folder.shell("$earshot tag in.csv --model $model -o sub/out.jsonl")
    #expect(missing.errors == "earshot: sub/out.jsonl: there is no folder sub. Make it first.\n")
    let isFolder = try folder.shell("mkdir sub; $earshot tag in.csv --model $model -o sub")
    #expect(isFolder.errors == "earshot: sub: is a folder. Name a file in it.\n")
    let train = try folder.shell("$earshot train in.csv --label-field id -o sub")
    #expect(train.errors == "earshot: sub: is a folder. Name a file in it.\n")
    for got in [missing, isFolder, train] { #expect(got.status == 1) }
  }

  @Test("killed half-way and resumed, the output has the bytes of one run")
  func resume() throws {
    folder.write(String(repeating: TinyModel.jsonLines, count: 20), to: "in.jsonl")
    let whole = try folder.shell("$earshot tag in.jsonl --model $model -o whole.jsonl")
    #expect(whole.status == 0, "\(whole)")
    // A mark is stored once a second; the pause lets that second pass while the work is half-way.
    let killed = try folder.shell(
      """
      $earshot tag in.jsonl --model $model -o out.jsonl --batch 100 --threads 2 & pid=$!
      until [ -s out.jsonl.partial ]; do sleep 0.01; done
      kill -STOP $pid; sleep 1.1; kill -CONT $pid
      until [ -s out.jsonl.resume ]; do sleep 0.01; done
      kill -9 $pid; wait $pid
      ls; cut -d ' ' -f 1,2 out.jsonl.resume
      """)
    #expect(
      killed.text.hasPrefix(
        "in.jsonl\nout.jsonl.partial\nout.jsonl.resume\nwhole.jsonl\nearshot resume\nrecords "),
      "the output has its name only when it is complete: \(killed)")

    let other = try folder.shell(
      "$earshot tag in.jsonl --model $model -o out.jsonl --evidence --resume")
    #expect(
      other.errors
        == "earshot: out.jsonl: the unfinished output was made with another model, input or options. Run the same command as before, or without --resume to start again.\n"
    )
    #expect(other.status == 1)

    let resumed = try folder.shell("$earshot tag in.jsonl --model $model -o out.jsonl --resume")
    #expect(resumed.status == 0 && resumed.errors == "", "\(resumed)")
    #expect(try folder.read("out.jsonl") == folder.read("whole.jsonl"))
    #expect(folder.names == ["in.jsonl", "out.jsonl", "whole.jsonl"])
  }

  @Test("--resume without an output file")
  func resumeNeedsFile() throws {
    folder.write("id,text\n1,late\n", to: "in.csv")
    let got = try folder.shell("$earshot tag in.csv --model $model --resume")
    #expect(got.errors.hasPrefix("Error: --resume needs an output file: name one with -o.\n"))
    #expect(got.status == 64)
  }
}
