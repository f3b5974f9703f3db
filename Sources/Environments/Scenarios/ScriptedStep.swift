import Foundations
import Records

/// A step that somebody takes in an environment: a call of a tool, or a response.
package enum ScriptedStep: Sendable, Equatable {
    case call(tool: String, arguments: [String: JSONValue])
    case says(String)
}

extension [ScriptedStep] {
    /// The calls among the steps, in order, with ids from `call-1`.
    package var calls: [ToolCall] {
        var calls: [ToolCall] = []
        for case .call(let tool, let arguments) in self {
            calls.append(ToolCall(id: "call-\(calls.count + 1)", name: tool, arguments: .object(arguments)))
        }
        return calls
    }

    /// The responses among the steps, in order.
    package var responses: [String] {
        compactMap { if case .says(let text) = $0 { text } else { nil } }
    }
}

/// A scripted step with slots for roles.
enum StepTemplate: Sendable, Equatable {
    case call(tool: TextTemplate, arguments: [String: ValueTemplate])
    case says(TextTemplate)
    /// The calls of a role, which composition puts in its place.
    case role(String)

    /// The step with roles filled in.
    ///
    /// - Throws: ``TemplateFault`` for a role or field that is missing.
    func filled(_ binding: Binding, calls: [String: [StepTemplate]]) throws(TemplateFault) -> [ScriptedStep] {
        switch self {
        case .says(let text): return [.says(try Self.constant(text.filled(binding)))]
        case .role(let name):
            guard let steps = calls[name] else { throw TemplateFault("the role '\(name)' has no calls") }
            return try steps.filled(binding, calls: [:])
        case .call(let tool, let arguments):
            var values: [String: JSONValue] = [:]
            for (name, template) in arguments {
                guard let value = try template.filled(binding).constantValue else {
                    throw TemplateFault("'\(name)' has a slot that nothing fills")
                }
                values[name] = value
            }
            return [.call(tool: try Self.constant(tool.filled(binding)), arguments: values)]
        }
    }

    private static func constant(_ text: TextTemplate) throws(TemplateFault) -> String {
        guard let constant = text.constant else { throw TemplateFault("'\(text.text)' has a slot that nothing fills") }
        return constant
    }
}

extension [StepTemplate] {
    /// The steps with roles filled in.
    ///
    /// - Throws: ``TemplateFault`` for a role or field that is missing.
    func filled(_ binding: Binding, calls: [String: [StepTemplate]] = [:]) throws(TemplateFault) -> [ScriptedStep] {
        var steps: [ScriptedStep] = []
        for step in self { steps += try step.filled(binding, calls: calls) }
        return steps
    }
}
