import Foundations
import Records

/// Sextant's own notes with a call travel among the provider's fields, so that they are stored with it, and are never sent.
extension ToolCall {
    private static let notesKey = "sextant"

    /// The text of the reply in which the model wrote the call, for a server that left it there; nil for a call that came
    /// as one.
    package var writtenAs: String? { extra[Self.notesKey]?["text"]?.stringValue }

    /// Fields of the message with the call that the provider wants back, such as blocks of thoughts; with the message's
    /// first call.
    var messageFields: [String: JSONValue] { extra[Self.notesKey]?["message"]?.members ?? [:] }

    /// The provider's own further fields.
    var providerFields: [String: JSONValue] { extra.filter { $0.key != Self.notesKey } }

    /// The call with a note; an empty one adds nothing.
    func noting(messageFields: [String: JSONValue]) -> ToolCall {
        messageFields.isEmpty ? self : noting("message", .object(messageFields))
    }

    /// The call with the text in which it stood.
    func noting(writtenAs text: String) -> ToolCall { noting("text", .string(text)) }

    private func noting(_ name: String, _ value: JSONValue) -> ToolCall {
        var (extra, notes) = (extra, extra[Self.notesKey]?.members ?? [:])
        notes[name] = value
        extra[Self.notesKey] = .object(notes)
        return ToolCall(id: id, name: self.name, arguments: arguments, extra: extra)
    }
}

extension [ToolCall] {
    /// The calls with the fields of their message that the provider wants back, which the first of them carries.
    func noting(messageFields: [String: JSONValue]) -> [ToolCall] {
        guard let first else { return [] }
        return [first.noting(messageFields: messageFields)] + dropFirst()
    }
}
