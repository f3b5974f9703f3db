import Foundation
import Foundations
import Records

/// The shape of a SARIF 2.1.0 document, as far as Sextant writes one: members, types, words, formats and what is required, by
/// the sections of the OASIS standard. A member that is not listed is a fault, though the standard may know it.
indirect enum SARIFShape: Sendable {
    case text
    case uri
    case uriReference
    case dateTime
    case truth
    case number(from: Int)
    case word(Set<String>)
    case list(SARIFShape)
    case texts
    case bag
    case object(required: Set<String>, [String: SARIFShape])

    /// Section 3.13, the whole document.
    static let log = object(
        required: ["version", "runs"], ["$schema": .uri, "version": .word(["2.1.0"]), "runs": .list(run)])

    /// What does not fit, each with the path to it.
    func faults(_ value: JSONValue, at path: String = "$") -> [String] {
        let fits: Bool
        switch (self, value) {
        case (.text, .string): fits = true
        case (.uri, .string(let text)): fits = Self.isURI(text) && URL(string: text)?.scheme != nil
        case (.uriReference, .string(let text)): fits = Self.isURI(text)
        case (.dateTime, .string(let text)):
            fits = text.wholeMatch(of: /\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?Z/) != nil
        case (.truth, .bool): fits = true
        case (.number(let least), .int(let number)): fits = number >= least
        case (.word(let words), .string(let word)): fits = words.contains(word)
        case (.list(let shape), .array(let values)):
            return values.enumerated().flatMap { shape.faults($1, at: "\(path)[\($0)]") }
        case (.texts, .object(let members)):
            return members.flatMap { Self.text.faults($1, at: "\(path).\($0)") }
        case (.bag, .object(let members)):
            return members["tags"].map { Self.list(.text).faults($0, at: "\(path).tags") } ?? []
        case (.object(let required, let shapes), .object(let members)):
            let missing = required.filter { members[$0] == nil }.map { "\(path).\($0) is missing" }
            return missing
                + members.flatMap { name, value in
                    shapes[name]?.faults(value, at: "\(path).\(name)") ?? ["\(path).\(name) is unknown"]
                }
        default: fits = false
        }
        return fits ? [] : ["\(path) is \(value)"]
    }

    private static func isURI(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=%]+/) != nil && URL(string: text) != nil
    }

    private static let levels = SARIFShape.word(["none", "note", "warning", "error"])
    /// 3.11; one of `text` and `id` is required, and we have no ids.
    private static let message = SARIFShape.object(required: ["text"], ["text": .text])
    /// 3.12.
    private static let messageString = SARIFShape.object(required: ["text"], ["text": .text])

    /// 3.14, its automation details 3.17.
    private static let run = SARIFShape.object(
        required: ["tool"],
        [
            "tool": .object(required: ["driver"], ["driver": driver]), "invocations": .list(invocation),
            "automationDetails": .object(required: [], ["id": .text]), "taxonomies": .list(taxonomy),
            "results": .list(result), "properties": .bag,
        ])

    /// 3.19, its rules 3.49.
    private static let driver = SARIFShape.object(
        required: ["name"],
        [
            "name": .text, "supportedTaxonomies": .list(componentReference),
            "rules": .list(
                .object(
                    required: ["id"],
                    [
                        "id": .text, "name": .text, "shortDescription": messageString,
                        "fullDescription": messageString, "properties": .bag, "relationships": .list(relationship),
                    ])),
        ])

    /// A component (3.19) that is a taxonomy; what it holds are descriptors (3.49).
    private static let taxonomy = SARIFShape.object(
        required: ["name"],
        [
            "name": .text, "version": .text, "informationUri": .uri, "shortDescription": messageString,
            "taxa": .list(
                .object(required: ["id"], ["id": .text, "name": .text, "shortDescription": messageString])),
        ])

    /// 3.54.
    private static let componentReference = SARIFShape.object(
        required: [], ["name": .text, "index": .number(from: 0)])

    /// 3.52.
    private static let descriptorReference = SARIFShape.object(
        required: [], ["id": .text, "index": .number(from: 0), "toolComponent": componentReference])

    /// 3.53.
    private static let relationship = SARIFShape.object(
        required: ["target"],
        ["target": descriptorReference, "kinds": .list(.word(["superset", "relevant"]))])

    /// 3.20, its notifications 3.58.
    private static let invocation = SARIFShape.object(
        required: ["executionSuccessful"],
        [
            "executionSuccessful": .truth, "startTimeUtc": .dateTime,
            "toolExecutionNotifications": .list(
                .object(required: ["message"], ["level": levels, "message": message])),
        ])

    /// 3.27.
    private static let result = SARIFShape.object(
        required: ["message"],
        [
            "ruleId": .text, "ruleIndex": .number(from: -1), "level": levels, "message": message,
            "locations": .list(location), "partialFingerprints": .texts,
            "baselineState": .word(["new", "unchanged", "updated", "absent"]), "properties": .bag,
            "taxa": .list(descriptorReference),
        ])

    /// 3.28; a physical location (3.29) needs an artifact's or an address.
    private static let location = SARIFShape.object(
        required: [],
        [
            "physicalLocation": .object(
                required: ["artifactLocation"],
                [
                    "artifactLocation": .object(required: [], ["uri": .uriReference]),
                    "region": .object(required: [], ["startLine": .number(from: 1)]),
                ]),
            "logicalLocations": .list(.object(required: [], ["fullyQualifiedName": .text])),
        ])
}

extension JSONValue {
    /// Every document that differs from this one by one member: without it, and with a value of another type in its place.
    var damaged: [(path: String, value: JSONValue)] {
        switch self {
        case .object(let members):
            return members.flatMap { name, value -> [(String, JSONValue)] in
                func with(_ new: JSONValue?) -> JSONValue {
                    var changed = members
                    changed[name] = new
                    return .object(changed)
                }
                return [("-.\(name)", with(nil)), ("!.\(name)", with(.null))]
                    + value.damaged.map { (".\(name)\($0.path)", with($0.value)) }
            }
        case .array(let values):
            // The first stands for all.
            guard let first = values.first else { return [] }
            return first.damaged.map { ("[0]\($0.path)", .array([$0.value] + values.dropFirst())) }
        default: return []
        }
    }
}
