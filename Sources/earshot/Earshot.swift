import ArgumentParser

@main
struct Earshot: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "earshot")
}
