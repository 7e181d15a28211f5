import Foundation
import Testing

/// Where values come from that nobody typed, and where models are looked for.
@Suite struct SettingsTests {
  let folder = Folder()
  /// Which of four columns is the text shows who won.
  let columns = "flag,variable,here,home\nlate parcel,password,my refund,late parcel\n"

  private func source(
    flag: Bool, variable: Bool, here: Bool, home: Bool
  ) throws -> String {
    folder.write(columns, to: "in.csv")
    if here { folder.write("text-field: here\n", to: "earshot.yaml") }
    if home { folder.write("text-field: home\n", to: "home/.config/earshot/earshot.yaml") }
    let arguments = flag ? " --text-field flag" : ""
    let got = try folder.shell(
      "HOME=$PWD/home " + (variable ? "EARSHOT_TEXT_FIELD=variable " : "")
        + "$earshot inspect in.csv --json" + arguments)
    let mapping = try got.objects().first?["mapping"] as? [String: Any]
    return (mapping?["text"] as? [String])?.first ?? "none: \(got)"
  }

  @Test("a flag goes before EARSHOT_*, that before earshot.yaml here, that before the user's own")
  func precedence() throws {
    #expect(try source(flag: true, variable: true, here: true, home: true) == "flag")
    #expect(try source(flag: false, variable: true, here: true, home: true) == "variable")
    #expect(try source(flag: false, variable: false, here: true, home: true) == "here")
    let other = SettingsTests()
    #expect(try other.source(flag: false, variable: false, here: false, home: true) == "home")
  }

  @Test("XDG_CONFIG_HOME names another configuration folder")
  func configurationFolder() throws {
    folder.write(columns, to: "in.csv")
    folder.write("text-field: home\n", to: "xdg/earshot/earshot.yaml")
    let got = try folder.run(
      "inspect", "in.csv", environment: ["XDG_CONFIG_HOME": folder.path("xdg")])
    #expect(got.text.contains("    text     home\n"), "\(got)")
  }

  @Test("a list in earshot.yaml is as good as commas, and a key without a value sets nothing")
  func lists() throws {
    folder.write(columns, to: "in.csv")
    folder.write("text-field: [flag, home]\nmodel:\n", to: "earshot.yaml")
    let got = try folder.run("inspect", "in.csv")
    #expect(got.text.contains("    text     flag, home\n"), "\(got)")
  }

  @Test("a mistake in earshot.yaml is named, but keeps nobody from the help")
  func mistake() throws {
    folder.write("text-feild: flag\n", to: "earshot.yaml")
    let got = try folder.run("inspect", "in.csv")
    #expect(
      got.errors
        == "earshot: earshot.yaml: there is no setting \"text-feild\". Did you mean \"text-field\"?\n"
    )
    #expect(got.status == 1)
    #expect(try folder.run("inspect", "--help").status == 0)
    folder.write("just words\n", to: "earshot.yaml")
    #expect(
      try folder.run("inspect", "in.csv").errors
        == "earshot: earshot.yaml: cannot read it as YAML. Expected lines like `model: topics.earshot`.\n"
    )
  }

  @Test("a model is found by path, in EARSHOT_MODELS, and beside the program")
  func models() throws {
    folder.write(try TinyModel.bytes(), to: "models/mine.earshot")
    let byPath = try folder.run("model", "verify", "models/mine.earshot")
    #expect(byPath.status == 0, "\(byPath)")
    let byName = try folder.run(
      "model", "verify", "mine", environment: ["EARSHOT_MODELS": folder.path("models")])
    #expect(byName.status == 0, "\(byName)")
    let beside = try folder.shell(
      "cp $earshot program && cp models/mine.earshot . && cd models && ../program model verify mine"
    )
    #expect(
      beside.status == 0 && beside.text.hasPrefix("\(folder.path("mine.earshot")): "), "\(beside)")
  }

  @Test("a model that is nowhere is reported with the folders searched")
  func noModel() throws {
    let got = try folder.run(
      "model", "show", "nope", environment: ["EARSHOT_MODELS": folder.path("models")])
    #expect(got.status == 1)
    #expect(
      got.errors.hasPrefix(
        "earshot: There is no model \"nope\". Looked in: \(folder.path("models")), "), "\(got)")
    #expect(
      got.errors.hasSuffix(". Give a path, or set EARSHOT_MODELS to the folder it is in.\n"),
      "\(got)")
  }
}
