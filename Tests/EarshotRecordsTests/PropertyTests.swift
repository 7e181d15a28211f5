import Testing

@testable import EarshotRecords

@Suite("Properties of reading and writing")
struct PropertyTests {
  /// One small input of every kind, good and bad.
  static let inputs: [String] = [
    "id,text\n1,\"a, \"\"b\"\"\nc\"\r\n2,plain\r3,\"x\"y,z\n\n4,last",
    "id;text\n1;\"open\n2;b\n3;c\n",
    "{\"id\":1,\"text\":\"a\\u00e9\"}\n\nnot json\n{\"text\":\"b\"}\r\n[1]\n{\"text\":\"cut",
    "[\n {\"text\":\"a\",\"n\":[1,{\"x\":\"]\"}]},\n{\"text\":\"b\n},\n {\"text\":\"c\"}\n,]\n",
    "{\"count\":2,\"tickets\":[{\"id\":1,\"text\":\"a\"},{\"id\":2,\"text\":\"b\"}],\"next\":null}",
    "{\"type\":\"RECORD\",\"stream\":\"t\",\"record\":{\"text\":\"a\"}}\n{\"type\":\"STATE\",\"value\":1}\n",
    "\u{FEFF}text\té\nüber\t1\n",
  ]

  @Test("any split of the input into reads gives the same records", arguments: inputs.indices)
  func splits(_ index: Int) throws {
    let bytes = Array(Self.inputs[index].utf8)
    let whole = try Reading(pieces: [bytes])
    for size in 1...min(40, bytes.count) {
      let pieces = stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min($0 + size, bytes.count)])
      }
      let split = try Reading(pieces: pieces, limit: size % 3 + 1)
      #expect(split.records == whole.records, "reads of \(size) bytes")
      #expect(split.plan.columns == whole.plan.columns)
    }
  }

  @Test("a small record limit gives the same records for any split", arguments: inputs.indices)
  func splitsWithLimit(_ index: Int) throws {
    let bytes = Array(Self.inputs[index].utf8)
    for limit in [8, 9, 15, 20] {
      let options = ReadOptions.with {
        $0.maximumRecordBytes = limit
        $0.textFields = []
      }
      let whole = Result { try Reading(pieces: [bytes], options: options).records }
      for size in [1, 2, 3, 7, 16] {
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
          Array(bytes[$0..<min($0 + size, bytes.count)])
        }
        let split = Result { try Reading(pieces: pieces, options: options).records }
        #expect((try? split.get()) == (try? whole.get()), "limit \(limit), reads of \(size)")
      }
    }
  }

  @Test("a table that is written is read back cell for cell", arguments: UInt64(1)...20)
  func tableRoundTrip(_ seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let alphabet: [Character] = [
      "a", "é", ",", ";", "\"", "\n", "\r", " ", "'", "=", "😀", "\t", "|",
    ]
    func cell() -> String {
      String(
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator)!
        })
    }
    let rows = (0..<30).map { _ in [cell(), cell() + "x", cell()] }
    for delimiter in [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")] {
      var bytes = Array("a\u{1}text\u{1}c\n".utf8).map { $0 == 1 ? delimiter : $0 }
      for row in rows {
        for (i, value) in row.enumerated() {
          if i > 0 { bytes.append(delimiter) }
          TableCell.append(Array(value.utf8), delimiter: delimiter, to: &bytes)
        }
        bytes.append(0x0A)
      }
      var reader = try RecordReader(
        source: ByteSource(path: "t", pieces: [bytes]), path: "t",
        options: .format(delimiter == 0x09 ? .tsv : .csv))
      var batch = RecordBatch()
      var back: [[String]] = []
      while try reader.read(into: &batch, limit: 7) {
        for i in batch.records.indices {
          back.append(["a", "text", "c"].map { batch.value($0, of: i) ?? "?" })
        }
      }
      #expect(back == rows, "seed \(seed)")
    }
  }

  @Test("a JSON string that is written is read back", arguments: UInt64(1)...20)
  func stringRoundTrip(_ seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    for _ in 0..<50 {
      let scalars = (0..<20).compactMap { _ in
        Unicode.Scalar(
          UInt32.random(
            in: 0...(Bool.random(using: &generator) ? 0x7F : 0x1F_FFFF), using: &generator))
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      var line = Array("{\"text\":".utf8)
      JSONText.appendString(text, to: &line)
      line.append(UInt8(ascii: "}"))
      #expect(try Reading(line, .format(.jsonl)).texts == [text], "seed \(seed)")
    }
  }

  @Test("damaged input of any kind never crashes a reader or writer", arguments: inputs.indices)
  func mutations(_ index: Int) throws {
    var generator = SplitMix(seed: UInt64(index) + 77)
    let original = Array(Self.inputs[index].utf8)
    let spice = Array("\"\\{}[],:\n\r\t;0ué\u{0}".utf8) + [0xFF, 0xC3, 0xED]
    for round in 0..<600 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = spice.randomElement(using: &generator)!
        case 1: bytes.insert(spice.randomElement(using: &generator)!, at: place)
        case 2: if bytes.count > 1 { bytes.remove(at: place) }
        default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
        }
      }
      var options = ReadOptions()
      options.format = [nil, .csv, .tsv, .json, .jsonl][round % 5]
      options.keepsEveryLine = options.format == .jsonl && round % 2 == 0
      options.textFields = round % 3 == 0 ? ["text", "a.b[].c"] : []
      options.maximumRecordBytes = round % 7 == 0 ? 12 : 1 << 20
      readAndWriteAll(bytes, options)
    }
  }

  /// Goes through everything that can be asked of an input; errors are welcome, crashes are not.
  private func readAndWriteAll(_ bytes: [UInt8], _ options: ReadOptions) {
    do {
      var reader = try RecordReader(
        source: ByteSource(path: "t", pieces: [bytes]), path: "t", options: options)
      var encoders: [RecordEncoder] = []
      for format in [RecordFormat.jsonl, .csv, .tsv] {
        var write = WriteOptions()
        write.format = format
        write.excel = format == .csv
        encoders.append(
          RecordEncoder(plan: reader.plan, options: write, columns: ["earshot_topic"]))
      }
      var batch = RecordBatch()
      var scanner = JSONScanner()
      while try reader.read(into: &batch, limit: 3) {
        for (i, record) in batch.records.enumerated() {
          for (e, encoder) in encoders.enumerated() {
            var out: [UInt8] = []
            if record.problem != nil {
              encoder.appendProblem(i, of: batch, to: &out)
            } else if record.isTaggable {
              encoder.append(i, of: batch, json: Array("{}".utf8), cells: [[0x61]], to: &out)
            } else {
              encoder.appendUnchanged(i, of: batch, to: &out)
            }
            if e == 0, !record.isBlank {
              var members: [Slot] = []
              #expect(out.last == 0x0A)
              #expect(throws: Never.self) {
                _ = try scanner.scan(
                  out.dropLast().map { $0 }, in: 0..<out.count - 1, members: &members)
              }
            }
          }
          _ = batch.values("a.b", of: i)
          _ = batch.id(of: i)
          _ = try? batch.timestamp(of: i)
        }
      }
    } catch {}
  }
}
