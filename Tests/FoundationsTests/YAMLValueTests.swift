import Testing

@testable import Foundations

@Suite("YAML reader")
struct YAMLValueTests {
    private func value(_ text: String) throws -> YAMLValue {
        try YAMLValue(text: text, file: "f.yaml")
    }

    @Test("scalars are texts as written", arguments: ["text", "12", "true", "1.50", "2024-01-01"])
    func string(text: String) throws {
        #expect(try value(text).string() == text)
    }

    @Test("a byte order mark is no part of the text", arguments: ["\u{FEFF}a: 1\nb: 2\n", "\u{FEFF}a: 1\r\nb: 2\r\n"])
    func byteOrderMark(text: String) throws {
        let mapping = try value(text).mapping()
        #expect(mapping.keys.map(\.key) == ["a", "b"])
        #expect(try mapping.required("b").int() == 2)
    }

    @Test("whole numbers", arguments: [("12", 12), ("-3", -3), ("0", 0)])
    func int(text: String, expected: Int) throws {
        #expect(try value(text).int() == expected)
    }

    @Test("numbers", arguments: [("0.5", 0.5), ("2", 2), ("1e3", 1_000)])
    func double(text: String, expected: Double) throws {
        #expect(try value(text).double() == expected)
    }

    @Test("truth values", arguments: [("true", true), ("false", false)])
    func bool(text: String, expected: Bool) throws {
        #expect(try value(text).bool() == expected)
    }

    @Test(
        "a mapping has the keys of those that are merged into it, its own first",
        arguments: [
            ("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n", ["y": "3", "x": "1"]),
            ("a: &a {x: 1}\nc: &c {x: 2, z: 4}\nb: {<<: [*a, *c], y: 3}\n", ["y": "3", "x": "1", "z": "4"]),
            ("a: &a {x: 1}\nc: &c {<<: *a, z: 4}\nb: {<<: *c}\n", ["z": "4", "x": "1"]),
            ("b: {'<<': {x: 1}}\n", ["<<": "{}"]), ("b: {<<: x}\n", ["<<": "x"]),
        ])
    func merge(text: String, expected: [String: String]) throws {
        let pairs = try value(text).mapping().required("b").mapping().pairs
        #expect(Dictionary(pairs.map { ($0.key, (try? $0.value.string()) ?? "{}") }) { $1 } == expected)
        #expect(pairs.count == expected.count)
    }

    @Test("lists of texts")
    func strings() throws {
        #expect(try value("[a, 1, 'b c']").strings() == ["a", "1", "b c"])
    }

    @Test(
        "another type is an error at its line",
        arguments: [
            ("\nk: [a]", "string", "f.yaml:2: expected a text for 'k'"),
            ("k: x", "int", "f.yaml:1: expected a whole number for 'k'"),
            ("k: 1.5", "int", "f.yaml:1: expected a whole number for 'k'"),
            ("k: x", "double", "f.yaml:1: expected a number for 'k'"),
            ("k: .inf", "double", "f.yaml:1: expected a number for 'k'"),
            ("k: .nan", "double", "f.yaml:1: expected a number for 'k'"),
            ("k: 2", "bool", "f.yaml:1: expected true or false for 'k'"),
            ("k: {a: b}", "list", "f.yaml:1: expected a list for 'k', such as [a, b]"),
            ("k:\n  - a\n  - [b]", "strings", "f.yaml:3: expected a text for 'k'"),
            ("k: [a]", "mapping", "f.yaml:1: expected a mapping (key: value) for 'k'"),
        ])
    func wrongType(text: String, type: String, message: String) throws {
        let value = try value(text).mapping().required("k")
        let error = try #require(throws: ConfigurationError.self) {
            switch type {
            case "string": _ = try value.string()
            case "int": _ = try value.int()
            case "double": _ = try value.double()
            case "bool": _ = try value.bool()
            case "list": _ = try value.list()
            case "strings": _ = try value.strings()
            default: _ = try value.mapping()
            }
        }
        #expect(error.description == message)
    }

    @Test("a mapping keeps its order, and null is as good as absent")
    func mapping() throws {
        let mapping = try value("b: 1\na: null\nc: ' x '").mapping()
        #expect(mapping.keys.map(\.key) == ["b", "a", "c"])
        #expect(mapping.keys.map(\.place.line) == [1, 2, 3])
        #expect(mapping["a"] == nil && mapping["d"] == nil)
        #expect(try mapping.text("c") == "x")
        #expect(try mapping.optionalText("a") == nil)
        #expect(try mapping.texts("d") == [])
        #expect(throws: ConfigurationError.missingKey(SourceLocation(file: "f.yaml", line: 1), key: "d")) {
            try mapping.required("d")
        }
    }

    @Test(
        "trimming takes white space and line ends off",
        arguments: [(" a b\n", "a b"), ("\n \t", ""), ("", ""), ("x", "x")])
    func trimming(text: String, expected: String) {
        #expect(text.trimmed == expected)
    }
}
