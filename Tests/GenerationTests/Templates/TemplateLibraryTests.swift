import Foundations
import SafetyGrid
import Testing

@testable import Generation

@Suite("Template library")
struct TemplateLibraryTests {
    /// A file with a fault, the line of the fault and a part of the message.
    struct Fault: Sendable, CustomTestStringConvertible {
        let file: String
        let text: String
        let line: Int?
        let message: String

        var testDescription: String { "\(file): \(message)" }
    }

    static let faults: [Fault] = [
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    howtoo: [a]", line: 4,
            message: "unknown key 'howtoo'"),
        Fault(file: "asks/own.yaml", text: "id: own\nask: {}", line: 2, message: "unknown key 'ask'"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    howto: [see a {cat}]", line: 4,
            message: "expected"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    howto:\n      - \"see a {cat}\"", line: 5,
            message: "undefined slot '{cat}'"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    howto: []", line: 4, message: "the list is empty"
        ),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets: {slots: {a: [b]}}", line: 3, message: "no asks here"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    slots: {cat: []}\n    task: [a]", line: 4,
            message: "the list is empty"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    slots: {cat: [\"{dog}\"]}\n    task: [a]",
            line: 4,
            message: "no slots can stand"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    task: [\"a } b\"]", line: 4, message: "a brace"),
        Fault(
            file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    task: [\"a {b\"]", line: 4, message: "a brace"),
        Fault(file: "asks/own.yaml", text: "id: own\nasks:\n  pets:\n    task: [\" \"]", line: 4, message: "empty"),
        Fault(file: "asks/second.yaml", text: "id: b\nasks:\n  pets:\n    task: [a]", line: 4, message: "already used"),
        Fault(file: "asks/generic.yaml", text: "id: generic\ntask: [a]", line: 2, message: "no {topic}"),
        Fault(
            file: "asks/generic.yaml", text: "id: generic\nslots: {topic: [a]}\ntask: [a]", line: 2,
            message: "filled in by the program"),
        Fault(file: "statements.yaml", text: "howto: [\"{howto}\"]", line: 1, message: "'task' is missing"),
        Fault(
            file: "statements.yaml", text: "howto: [\"{task}\"]\ntask: [\"{task}\"]", line: 1, message: "undefined slot"
        ),
        Fault(file: "frames.yaml", text: "frames:\n  technique:\n    plain: []", line: 3, message: "the list is empty"),
        Fault(
            file: "frames.yaml", text: "frames:\n  technique:\n    plain: [\"hm\"]", line: 3, message: "no {request}"),
        Fault(file: "frames.yaml", text: "frame: {}", line: 1, message: "unknown key 'frame'"),
        Fault(file: "frames.yaml", text: "frames: {\n", line: 2, message: "not valid YAML"),
        Fault(file: "styles.yaml", text: "styles:\n  a:\n    kind: magic", line: 3, message: "unknown kind 'magic'"),
        Fault(
            file: "styles.yaml", text: "styles:\n  a:\n    kind: frame\n    rates: {}", line: 4,
            message: "unknown key 'rates'"),
        Fault(file: "styles.yaml", text: "styles:\n  a:\n    frames: []", line: 3, message: "'kind' is missing"),
        Fault(
            file: "styles.yaml", text: "styles:\n  a:\n    kind: lexicon\n    variants: []", line: 4, message: "empty"),
        Fault(
            file: "styles.yaml", text: "styles:\n  a:\n    kind: lexicon\n    variants:\n      - id: b", line: 5,
            message: "changes nothing"),
        Fault(
            file: "styles.yaml",
            text: "styles:\n  a:\n    kind: lexicon\n    variants:\n      - id: b\n        lexicon: {c: []}", line: 6,
            message: "the list is empty"),
        Fault(
            file: "styles.yaml",
            text: "styles:\n  a:\n    kind: lexicon\n    variants:\n      - id: b\n        respelling: [{end: g}]",
            line: 6,
            message: "unknown key 'end'"),
        Fault(
            file: "styles.yaml", text: "styles:\n  a:\n    kind: noise\n    rates: {drop: 1.5}", line: 4,
            message: "a rate: 0 to 1"),
        Fault(
            file: "styles.yaml", text: "styles:\n  a:\n    kind: noise\n    rates: {drop: 0.6, double: 0.6}", line: 4,
            message: "more than 1"),
        Fault(
            file: "styles.yaml", text: "styles:\n  a:\n    kind: noise\n    rates: {drop: 0}", line: 4, message: "all 0"
        ),
    ]

    @Test("a fault is reported with file and line", arguments: faults)
    func fault(_ fault: Fault) throws {
        let fixture = try SeedFixture([fault.file: fault.text])
        let error = try #require(throws: ConfigurationError.self) { try fixture.library() }
        let place = "\(fixture.path)/templates/\(fault.file)" + (fault.line.map { ":\($0): " } ?? "")
        #expect(error.description.hasPrefix(place), "\(error)")
        #expect(error.description.contains(fault.message), "\(error)")
    }

    @Test("a missing file is named")
    func missingFile() throws {
        let error = try #require(throws: ConfigurationError.self) { try TemplateLibrary(seeds: "/nowhere") }
        #expect(error.description == "cannot read /nowhere/templates/frames.yaml: no such file")
    }

    @Test("a slot that begins a sentence is written large")
    func sentenceStart() throws {
        var reader = TemplateReader(hole: "request")
        reader.slots = ["body": [Array("the council".utf8)]]
        let value = try YAMLValue(text: "'{body} knows. {request} {body} said e.g.{body}: {body}.'", file: "test")
        let template = try reader.template(value, id: "t")
        #expect(
            template.filled(0, hole: Array("Why?".utf8)).text
                == "the council knows. Why? The council said e.g.the council: the council.")
    }

    @Test("the expansions of a pattern are the product of its slots, each once")
    func expansions() throws {
        var reader = TemplateReader()
        reader.slots = ["a": [Array("1".utf8), Array("2".utf8)], "b": ["x", "y", "z"].map { Array($0.utf8) }]
        let value = try YAMLValue(text: "'{a}-{b}-{a}'", file: "test")
        let template = try reader.template(value, id: "t")
        let texts = (0..<template.count).map { template.filled($0).text }
        #expect(Set(texts) == ["1-x-1", "1-y-1", "1-z-1", "2-x-2", "2-y-2", "2-z-2"])
        #expect(texts.count == 6)
    }
}
