import Foundations
import Records

/// One of two responses to a prompt is preferred to the other.
package struct PreferencePair: Sendable, Equatable {
    /// Why.
    package enum Kind: String, Sendable, CaseIterable {
        /// A refusal is preferred to a finding.
        case finding
        /// A target that gave an ask away in one wording declined it in this one: its own refusal is preferred.
        case contrast
        /// Help is preferred to the refusal of a twin.
        case overRefusal = "over_refusal"
        /// The help that a twin got is preferred to a refusal.
        case twin
    }

    /// Where a response comes from.
    package enum Source: String, Sendable {
        /// A response to the same prompt.
        case response
        /// A response to the same ask in other words.
        case ask
        /// ``PreferencePool/fixedRefusal``.
        case fixed
    }

    /// A response and where it comes from.
    package struct Choice: Sendable, Equatable {
        package let text: String
        package let source: Source
    }

    package let kind: Kind
    /// The test whose prompt it is.
    package let test: PreferenceCase
    package let chosen: Choice
    package let rejected: Choice

    /// Appends a line of JSON, with the field names that TRL and others read.
    ///
    /// - Parameter split: `train` or `test`
    func append(to text: inout JSONText, split: String) {
        text.raw("{\"prompt\":")
        if test.messages.isEmpty { text.string(test.prompt) } else { ExportMessage.append(test.messages, to: &text) }
        text.raw(",\"chosen\":")
        text.string(chosen.text)
        text.raw(",\"rejected\":")
        text.string(rejected.text)
        for (name, value) in [
            ("kind", kind.rawValue), ("chosen_source", chosen.source.rawValue),
            ("rejected_source", rejected.source.rawValue), ("split", split), ("ask", test.ask), ("id", test.id),
        ] {
            text.raw(",")
            text.string(name)
            text.raw(":")
            text.string(value)
        }
        text.raw(",\"labels\":")
        text.object(test.labels.mapValues { .string($0) })
        text.raw("}\n")
    }
}
