import Foundations

/// Prompts that data sets keep in two fields: what is asked, and what it is asked about.
enum SplitPrompts {
    /// The fields with both parts where the prompt is looked for: Alpaca's `instruction` with its `input` (Taori et al. 2023), and
    /// HarmBench's `Behavior` behind its `ContextString`, as its own templates put them (Mazeika et al. 2024, arXiv:2402.04249).
    static func joined(_ fields: [String: JSONValue]) -> [String: JSONValue] {
        var joined = fields
        if fields["output"] != nil, let asked = text("instruction", fields), let about = text("input", fields) {
            joined["instruction"] = .string("\(asked)\n\n\(about)")
            joined["input"] = .string("")
        }
        if let asked = text("Behavior", fields), let about = text("ContextString", fields) {
            joined["Behavior"] = .string("\(about)\n\n---\n\n\(asked)")
        }
        return joined
    }

    private static func text(_ name: String, _ fields: [String: JSONValue]) -> String? {
        guard case .string(let text)? = fields[name], !text.trimmingSpace.isEmpty else { return nil }
        return text
    }
}
