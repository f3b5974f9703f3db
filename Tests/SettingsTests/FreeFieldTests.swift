import ChatModels
import Foundations
import Records
import SafetyGrid
import Testing

@testable import Settings

@Suite("Free fields of sextant.yaml: bodies of applications and extra options")
struct FreeFieldTests {
    private func application(_ body: String, headers: String = "{}") throws -> HTTPApplication {
        let text = """
            applications:
              desk:
                url: http://desk.example/ask
                headers: \(headers)
                response: reply
                body: \(body)
            """
        return try #require(try ConfigurationFile(text: text, file: "sextant.yaml").applications["desk"])
    }

    private static let scalars: [(String, JSONValue)] = [
        ("no", .string("no")), ("Yes", .string("Yes")), ("on", .string("on")), ("OFF", .string("OFF")),
        ("y", .string("y")), ("N", .string("N")), ("0123", .string("0123")), ("00", .string("00")),
        ("22:30", .string("22:30")), ("22:30:15", .string("22:30:15")), ("190:20:30.15", .string("190:20:30.15")),
        ("1_000", .string("1_000")), ("0x1F", .string("0x1F")), ("0b101", .string("0b101")), ("0o17", .string("0o17")),
        ("2024-01-01", .string("2024-01-01")), ("2024-01-01T10:00:00Z", .string("2024-01-01T10:00:00Z")),
        ("+1", .string("+1")), ("1.", .string("1.")), (".5", .string(".5")), ("=", .string("=")),
        ("1.2.3", .string("1.2.3")), ("12e", .string("12e")), ("<<", .string("<<")), ("1,000", .string("1,000")),
        ("12", .int(12)), ("-7", .int(-7)), ("0", .int(0)), ("1.5", .number(1.5)), ("1e3", .number(1000)),
        ("-0.5E-1", .number(-0.05)), ("true", .bool(true)), ("false", .bool(false)), ("null", .null), ("", .null),
        ("\"12\"", .string("12")), ("'true'", .string("true")), ("\"null\"", .string("null")), ("'~'", .string("~")),
        ("\"no\"", .string("no")), ("!!str 12", .string("12")), ("!!str true", .string("true")),
        ("some words", .string("some words")), ("|\n          12", .string("12\n")),
    ]

    @Test("a scalar is what JSON writes so, or the text as it is written", arguments: scalars)
    func scalar(written: String, value: JSONValue) throws {
        let body = try application("\n      prompt: \"{{prompt}}\"\n      x: \(written)\n").body
        #expect(body["x"] == value || (value == .string("12\n") && body["x"] == .string("12")), "\(body)")
        let options = "extra:\n  x: \(written.replacing("          ", with: "    "))\n"
        #expect(try ConfigurationFile(text: options, file: "sextant.yaml").request.target.extra?["x"] == body["x"])
        let judge = "judge-options:\n  extra:\n    x: \(written.replacing("          ", with: "      "))\n"
        #expect(
            try ConfigurationFile(text: judge, file: "sextant.yaml").request.oracle.judgeOptions?.extra?["x"]
                == body["x"])
    }

    @Test(
        "what is one thing to YAML and another to JSON is refused with its place and the remedy",
        arguments: [
            "~", "Null", "NULL", "True", "TRUE", "False", "FALSE", ".inf", "-.INF", ".nan", "123456789012345678901",
            "-99999999999999999999", "1e999",
        ])
    func refused(written: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try application("\n      x: [1, \(written)]\n") }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("sextant.yaml:7: '\(written)'") && text.contains("quotes"), "\(text)")
    }

    @Test("keys and header values stay as they are written")
    func keys() throws {
        let written = try application(
            "{yes: 1, no: 2, 0123: 3, 22:30: 4, ~: 5, 1: 6, 1.10: 7}",
            headers: "{X-A: no, X-B: 0123, X-C: 22:30, X-D: 1.10, X-E: true, X-F: 1e3, X-G: ~}")
        #expect(
            written.body
                == .object([
                    "yes": .int(1), "no": .int(2), "0123": .int(3), "22:30": .int(4), "~": .int(5), "1": .int(6),
                    "1.10": .int(7),
                ]))
        #expect(
            written.headers == [
                "X-A": "no", "X-B": "0123", "X-C": "22:30", "X-D": "1.10", "X-E": "true", "X-F": "1e3", "X-G": "~",
            ])
    }

    private static let message = JSONValue.object(["message": .string("{{prompt}}")])

    @Test(
        "a body that is a text of JSON is read as JSON",
        arguments: [
            (#"'{"message": "{{prompt}}"}'"#, message), (#""{\"message\": \"{{prompt}}\"}""#, message),
            ("|\n      {\n        \"message\": \"{{prompt}}\"\n      }", message),
            (#"'{"message": {{prompt}}}'"#, message), (#"'{"message": {{ prompt }}}'"#, message),
            (#"'{"message": "{{ prompt }}"}'"#, message), (#"{message: "{{ prompt }}"}"#, message),
            (#"'{"m": {{messages}}, "n": 1}'"#, .object(["m": .string("{{messages}}"), "n": .int(1)])),
            (
                #"'["{{prompt}}", "say \"{{prompt}}\""]'"#,
                .array([.string("{{prompt}}"), .string("say \"{{prompt}}\"")])
            ),
            (
                #"'{"a": "x {{prompt}} y", "b": "{\"c\": 1}"}'"#,
                .object(["a": .string("x {{prompt}} y"), "b": .string("{\"c\": 1}")])
            ),
            ("'{{prompt}}'", .string("{{prompt}}")), ("'ask: {{prompt}}'", .string("ask: {{prompt}}")),
        ] as [(String, JSONValue)])
    func rawJSON(written: String, body: JSONValue) throws {
        #expect(try application(written).body == body)
    }

    @Test(
        "extra fields that ask for several replies are refused, but for a generator of images",
        arguments: [
            ("target: openai/a\nextra: {n: 2}", "extra: 'n' asks for 2 replies"),
            ("target: gemini/a\nextra: {generationConfig: {candidateCount: 3}}", "let --repeat 3 ask"),
            ("target: images/a\nextra: {n: 2}", nil), ("target: openai/a\nextra: {n: 1, x: {n: 2}}", nil),
            ("judge-options: {extra: {n: 4}}", "'n' asks for 4 replies, of which one is read"),
            ("generator-options: {extra: {n: 1}}", nil),
        ])
    func severalReplies(text: String, problem: String?) throws {
        var told: String?
        do {
            try Setting.check(try ConfigurationFile(text: text, file: "sextant.yaml").request)
        } catch {
            told = "\(error)"
        }
        #expect(problem.map { told?.contains($0) == true } ?? (told == nil), "\(told ?? "nothing")")
    }

    @Test(
        "a body that begins like JSON and is none is refused with its place",
        arguments: [#"'{"message": "{{prompt}}"'"#, "'{message: {{prompt}}}'", "'[1, 2'", #"'{"a": 1} tail'"#])
    func badJSON(written: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try application(written) }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("sextant.yaml:6: the body") && text.contains("YAML"), "\(text)")
    }
}
