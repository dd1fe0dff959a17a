import ArgumentParser
import Desk

struct Imports: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the imports.")
    @OptionGroup var global: GlobalOptions
    func run() throws {}
}
