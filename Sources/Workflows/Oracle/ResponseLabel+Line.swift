import Oracles
import Records
import Reporting

extension ResponseLabel {
    /// Writes the line of a file of labels: id, label, behaviour and probabilities.
    package func append(to text: inout JSONText) {
        text.raw("{\"id\":")
        text.string(id)
        text.raw(",\"label\":")
        text.string(verdict.label.rawValue)
        text.raw(",\"behaviour\":")
        text.string(verdict.behaviour.rawValue)
        text.raw(",\"p_unsafe\":")
        text.number(unsafe.map(Self.rounded))
        text.raw(",\"p_refusal\":")
        text.number(refusal.map(Self.rounded))
        text.raw("}\n")
    }

    /// Six decimals: more would be noise.
    private static func rounded(_ value: Double) -> Double {
        (value * 1e6).rounded() / 1e6
    }
}
