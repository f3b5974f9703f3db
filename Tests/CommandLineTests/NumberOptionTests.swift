import ArgumentParser
import Foundation
import Testing

@testable import sextant

@Suite("Numbers of options")
struct NumberOptionTests {
    /// An option of a command that takes a number.
    struct Case: CustomTestStringConvertible, Sendable {
        let command: [String]
        let option: String
        let arguments: [String]

        var testDescription: String { (command + [option]).joined(separator: " ") }
    }

    /// How help names numbers.
    private static let words: Set = [
        "number", "tests", "tries", "seconds", "bytes/second", "share", "usd", "turns", "calls", "times", "steps",
        "port", "n", "milliseconds", "pages", "findings", "nights", "responses", "score", "days", "strength", "seed",
    ]
    /// These take a number, and those of single hazards behind it; the gate reads them.
    private static let rates: Set = ["max-asr"]
    /// What commands can't be parsed without.
    private static let needed = [
        "export": ["--format", "dpo", "--out", "x"], "oracle label": ["--data", "x"],
        "oracle evaluate": ["--data", "x"],
        "oracle calibrate": ["--data", "x"], "fairness": ["--target", "images/x", "--judge", "x/y"],
        "environment serve": ["--scenario", "x"],
        "hazard add": ["--id", "x", "--title", "x", "--definition", "A thing that nobody should do."],
    ]

    /// The help of all commands as JSON.
    private struct Help: Decodable {
        struct Command: Decodable {
            let commandName: String
            let subcommands: [Command]?
            let arguments: [Argument]?
        }

        struct Argument: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }

            let kind: String
            let isOptional: Bool
            let valueName: String?
            let names: [Name]?
        }

        let command: Command
    }

    private static func cases(_ command: Help.Command, _ path: [String]) -> [Case] {
        let further = (command.subcommands ?? []).flatMap { cases($0, path + [$0.commandName]) }
        let positional = (command.arguments ?? []).filter { $0.kind == "positional" && !$0.isOptional }
        let arguments = positional.map { _ in "x" } + (needed[path.joined(separator: " ")] ?? [])
        return further
            + (command.arguments ?? []).compactMap { argument in
                guard argument.kind == "option", words.contains(argument.valueName ?? ""),
                    let name = argument.names?.first(where: { $0.kind == "long" })?.name, !rates.contains(name)
                else { return nil }
                return Case(command: path, option: name, arguments: arguments)
            }
    }

    private static let cases: [Case] = {
        guard let help = try? JSONDecoder().decode(Help.self, from: Data(Sextant._dumpHelp().utf8)) else { return [] }
        let all = cases(help.command, [])
        // Those of `nightly` and `doctor` are the options of `run`, by the same type.
        let shared = Set(all.filter { $0.command == ["run"] }.map(\.option))
        return all.filter { ![["nightly"], ["doctor"]].contains($0.command) || !shared.contains($0.option) }
    }()

    @Test("of every command there are some")
    func all() {
        #expect(Self.cases.count > 120)
        #expect(Set(Self.cases.map { $0.command.joined(separator: " ") }).count > 20)
    }

    @Test("one below zero is refused before anything is done, by the name of its option", arguments: cases)
    func negative(_ option: Case) throws {
        try expectRefusal(of: "-3", option)
    }

    /// The first number of each command.
    private static let firsts = Dictionary(grouping: cases, by: \.command).values.compactMap(\.first)

    @Test("what is no number is refused alike", arguments: firsts)
    func nonsense(_ option: Case) throws {
        try expectRefusal(of: "nonsense", option)
    }

    private func expectRefusal(of value: String, _ option: Case) throws {
        let error = try #require(throws: (any Error).self) {
            try Sextant.parseAsRoot(option.command + option.arguments + ["--\(option.option)=\(value)"])
        }
        let text = Sextant.fullMessage(for: error)
        let first = text.prefix { $0 != "\n" }
        #expect(first.contains("--\(option.option)") && first.contains(value), "\(text)")
    }

    @Test(
        "the bounds hold, and what is within them is taken",
        arguments: [
            (["worker", "--max-connections", "0"], "at least 1"), (["worker", "--max-connections", "10"], nil),
            (["resume", "--max-cost", "nan"], "more than 0"), (["resume", "--max-cost-each", "0"], "more than 0"),
            (["expand", "--max-cost-each", "1"], "Unknown option"),
            (["resume", "--max-tokens-each", "1"], nil), (["import", "x", "--timeout", "0"], "more than 0"),
            (["coverage", "--timeout", "1e9"], "at most 86400"),
            (["run", "--uniform-share", "1.01"], "between 0 and 1"),
            (["run", "--prior-runs", "8"], "at most 7"), (["run", "--prior-runs", "0", "--floor", "0"], nil),
            (["retrieve", "--delay", "0", "--depth", "0"], nil), (["nightly", "--keep", "1"], "at least 2"),
        ] as [([String], String?)])
    func bounds(arguments: [String], part: String?) {
        guard let part else {
            #expect(throws: Never.self) { try Sextant.parseAsRoot(arguments) }
            return
        }
        let error = #expect(throws: (any Error).self) { try Sextant.parseAsRoot(arguments) }
        #expect(error.map { Sextant.fullMessage(for: $0).contains(part) } == true)
    }
}
