import Foundation
import Testing

/// A model of three topics, trained once by the program itself.
enum TinyModel {
  /// `text,topic`, written for these tests.
  static let table = """
    text,topic
    I want my money back for this order,billing.refund
    where is my refund it has been two weeks,billing.refund
    you charged me twice please refund one payment,billing.refund
    the refund never reached my bank account,billing.refund
    please give me the money back,billing.refund
    still waiting for the refund you promised,billing.refund
    refund my payment now,billing.refund
    how long until the refund is on my card,billing.refund
    my parcel is late again,delivery.late
    the delivery is three days late,delivery.late
    where is my parcel it should be here by now,delivery.late
    the courier never came with my parcel,delivery.late
    tracking says the parcel is still in the depot,delivery.late
    my delivery has not arrived,delivery.late
    late parcel no word from the courier,delivery.late
    when will the parcel arrive,delivery.late
    I cannot log in to my account,account.login
    my password does not work,account.login
    the login page rejects my password,account.login
    please reset my password I cannot log in,account.login
    locked out of my account after three tries,account.login
    the login code never comes to my phone,account.login
    forgot my password and the reset mail is missing,account.login
    log in fails with an error,account.login

    """

  private static let made: Result<String, any Error> = Result {
    let folder = Folder()
    folder.write(table, to: "labelled.csv")
    let path = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
      .appendingPathComponent("command-tests").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let outcome = try folder.run(
      "train", "labelled.csv", "--label-field", "topic", "-o", "\(path)/tiny.earshot",
      "--strength", "10", "--characters", "2-3", "--embedding", "none")
    try #require(outcome.status == 0, "\(outcome)")
    return "\(path)/tiny.earshot"
  }

  /// The path of the model file, beside the built program.
  static func path() throws -> String { try made.get() }

  /// The bytes of the model file.
  static func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path())) }

  /// A few hundred JSON lines, no two alike, to tag.
  static let jsonLines: String = {
    let texts = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
    return (0..<300).map { i in
      #"{"id":\#(i),"text":"\#(texts[i % texts.count]) \#(texts[i * 7 % texts.count]) \#(i)"}"#
        + "\n"
    }.joined()
  }()
}
