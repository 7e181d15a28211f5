import Testing

@testable import EarshotRecords

/// The sentences that no other test meets on its way.
@Suite("Error sentences")
struct ErrorTextTests {
  @Test(
    "input errors",
    arguments: [
      (.notFound(path: "a.csv"), "a.csv: no such file."),
      (.permissionDenied(path: "a.csv"), "a.csv: no permission to read it."),
      (.isDirectory(path: "dir"), "dir: is a folder. Name the files in it instead."),
      (
        .cannotOpen(path: "a", reason: "Too many open files"),
        "a: cannot be read (Too many open files)."
      ),
      (
        .reading(path: "a", reason: "Input/output error"), "a: cannot be read (Input/output error)."
      ),
      (
        .gzipDamaged(path: "a.gz", byte: 1_234_567),
        "a.gz: gzip is damaged near byte 1,234,567. The records before it were read;"
          + " copy or download the file again."
      ),
      (
        .notText(path: "a.xlsx", isZip: true),
        "a.xlsx: is no text but a ZIP archive, as an Excel workbook is. Save the sheet as CSV."
      ),
      (
        .notText(path: "a.png", isZip: false),
        "a.png: is no text. Expected CSV, TSV, JSON or JSON lines, plain or gzip."
          + " If it is UTF-16, say so with --encoding."
      ),
      (.everyLineNeedsJSONLines(path: "-"), "-: only JSON lines can be read line by line."),
    ] as [(InputError, String)])
  func input(_ error: InputError, _ sentence: String) {
    #expect(error.message == sentence)
  }

  @Test(
    "output errors",
    arguments: [
      (.closedPipe, "The reader of the output has gone."),
      (
        .diskFull(path: "o"),
        "o: the disk is full. Free some space and run again."
      ),
      (.isDirectory(path: "o"), "o: is a folder. Name a file in it."),
      (.missingFolder(path: "x/o", folder: "x"), "x/o: there is no folder x. Make it first."),
      (.permissionDenied(path: "o"), "o: no permission to write there."),
      (
        .writing(path: "o", reason: "Input/output error"),
        "o: cannot be written (Input/output error)."
      ),
      (.resumeNeedsFile, "--resume needs an output file: name one with -o."),
      (
        .fingerprintDiffers(path: "o"),
        "o: the unfinished output was made with another model, input or options."
          + " Run the same command as before, or without --resume to start again."
      ),
      (
        .resumeDamaged(path: "o"),
        "o: what is there to resume from is damaged. Run without --resume to start again."
      ),
      (.inUse(path: "o"), "o: another run is writing it."),
    ] as [(OutputError, String)])
  func output(_ error: OutputError, _ sentence: String) {
    #expect(error.message == sentence)
  }

  @Test("a guess that finds nothing in a record says how to name a field")
  func noGuess() {
    let problem = RecordProblem(line: 1, fact: .missingText(fields: []))
    #expect(
      problem.message
        == "No field looks like text by its name. Use --text-field to name one.")
  }

  @Test(
    "the nearest name is one that a slip explains",
    arguments: [
      ("mesage", "message"), ("Subject", "subject"), ("txet", "text"), ("created", "created_at"),
      ("foo", nil), ("descripton", "description"),
    ])
  func nearest(_ wanted: String, _ expected: String?) {
    let names = ["id", "message", "subject", "text", "created_at", "description"]
    #expect(NameSuggestion.nearest(to: wanted, among: names) == expected)
  }

  @Test("edit distances by hand")
  func distances() {
    func distance(_ a: String, _ b: String) -> Int {
      NameSuggestion.editDistance(Array(a.utf8), Array(b.utf8))
    }
    #expect(distance("", "abc") == 3)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("txet", "text") == 1)
    #expect(distance("same", "same") == 0)
  }
}
