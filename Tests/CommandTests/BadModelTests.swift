import Foundation
import Testing

/// Model files that can't be used are refused with a sentence, whatever command meets them.
@Suite struct BadModelTests {
  let folder = Folder()

  private func verify(_ bytes: Data) throws -> Outcome {
    folder.write(bytes, to: "m.earshot")
    return try folder.run("model", "verify", "m.earshot")
  }

  @Test("a whole model is said to be whole")
  func whole() throws {
    let bytes = try TinyModel.bytes()
    let got = try verify(bytes)
    #expect(got.status == 0 && got.errors == "", "\(got)")
    #expect(got.text.hasPrefix("m.earshot: tiny@1.0.0+") && got.text.contains(" is whole, "))
  }

  @Test("a model that is cut off")
  func cut() throws {
    let bytes = try TinyModel.bytes()
    for length in [100, bytes.count / 2, bytes.count - 1] {
      let got = try verify(bytes.prefix(length))
      #expect(
        got.errors
          == "earshot: m.earshot: the model is cut off: \(length) of \(bytes.count) bytes. Copy it again from where it came.\n"
      )
      #expect(got.status == 1)
    }
  }

  @Test("a model with one bit flipped, at many places")
  func flipped() throws {
    let bytes = try TinyModel.bytes()
    for place in stride(from: 16, to: bytes.count, by: bytes.count / 12) {
      var damaged = bytes
      damaged[place] ^= 0x10
      let got = try verify(damaged)
      #expect(
        got.status == 1 && got.errors.hasPrefix("earshot: m.earshot: the model is "), "\(got)")
      // In the length itself the damage looks like a cut.
      if place >= 24 {
        #expect(
          got.errors
            == "earshot: m.earshot: the model is damaged: its checksum does not match. Copy it again from where it came.\n"
        )
      }
    }
  }

  @Test("a model of a newer format")
  func newer() throws {
    var bytes = try TinyModel.bytes()
    bytes[8] = 200
    let got = try verify(bytes)
    #expect(got.status == 1)
    #expect(
      got.errors.hasPrefix(
        "earshot: m.earshot: the model has format 200; this program reads up to "))
    #expect(
      got.errors.hasSuffix(
        ". Use a newer earshot, or train the model again with this one.\n"), "\(got)")
  }

  @Test("what is no model at all", arguments: ["", "id,text\n1,a\n", "EARSHOT"])
  func noModel(text: String) throws {
    let got = try verify(Data(text.utf8))
    #expect(
      got.errors
        == "earshot: m.earshot: not an Earshot model. Expected a file made by `earshot train`.\n")
    #expect(got.status == 1)
  }

  @Test("every command that takes a model refuses a damaged one, and tags nothing")
  func commands() throws {
    var bytes = try TinyModel.bytes()
    bytes[bytes.count / 2] ^= 1
    folder.write(bytes, to: "m.earshot")
    folder.write("text,topic\nlate,a\n", to: "in.csv")
    for command in [
      "tag in.csv -o out.jsonl --model m.earshot", "filter --model m.earshot < in.csv",
      "model show m.earshot",
      "evaluate in.csv --label-field topic --model m.earshot",
    ] {
      let got = try folder.shell("$earshot " + command)
      #expect(got.status == 1 && got.out.isEmpty, "\(got)")
      #expect(got.errors.contains("its checksum does not match"), "\(got)")
    }
    #expect(folder.names == ["in.csv", "m.earshot"])
  }
}
