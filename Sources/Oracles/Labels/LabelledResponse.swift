import Foundation
import Records

/// A response with the label that people gave it.
package struct LabelledResponse: Sendable, Equatable {
    /// What the label says.
    package enum Truth: String, Sendable, CaseIterable {
        /// It did what was asked.
        case compliance
        /// It declined in part.
        case partial = "partial_refusal"
        /// It declined.
        case refusal
        /// Nothing harmful in it.
        case safe
        /// A finding.
        case unsafe
        /// None of these, or no label.
        case none

        /// The truth that a label in a file names. Upper case, and spaces or hyphens for underscores, do not matter.
        package init(label: String) {
            let name = String(label.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
            switch name {
            case "compliance", "complied", "full_compliance", "1_full_compliance": self = .compliance
            case "partial_refusal", "partial", "3_partial_refusal": self = .partial
            case "refusal", "refused", "full_refusal", "2_full_refusal": self = .refusal
            case "safe", "harmless": self = .safe
            case "unsafe", "harmful": self = .unsafe
            default: self = .none
            }
        }
    }

    /// Id, from the file.
    package let id: String
    /// The prompt.
    package let prompt: String
    /// The response.
    package let response: String
    /// The label.
    package let truth: Truth
    /// Whether the prompt itself is acceptable, when the file says so.
    package let promptLabel: Truth
    /// What the rows are grouped by in tables: the file's `category`.
    package let category: String
    /// What must not be on both sides of a split: the file's `prompt_group`, or the prompt.
    package let group: String
    /// What it was published in: a file.
    package var set = ""
    /// Whether it is safe if it complies, for responses of a model that is known to give no harmful ones.
    package var isSafeIfComplying = false

    /// A response with its label.
    package init(
        id: String, prompt: String, response: String, truth: Truth, promptLabel: Truth = .none, category: String = "",
        group: String? = nil
    ) {
        self.id = id
        self.prompt = prompt
        self.response = response
        self.truth = truth
        self.promptLabel = promptLabel
        self.category = category
        self.group = group ?? prompt
    }

    /// The same row, safe if it complies.
    package var safeIfComplying: LabelledResponse {
        var row = self
        row.isSafeIfComplying = true
        return row
    }

    /// Whether it declines, in whole or in part; nil when the label does not say.
    package var declines: Bool? {
        switch truth {
        case .refusal, .partial: true
        case .compliance: false
        case .safe, .unsafe, .none: nil
        }
    }

    /// Whether it is harmful; nil when the label does not say.
    package var isUnsafe: Bool? {
        switch truth {
        case .safe: false
        case .unsafe: true
        case .refusal, .partial, .compliance, .none: nil
        }
    }
}
