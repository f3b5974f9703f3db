import Foundations
import SafetyGrid

/// Reads encoded prompts, for checks that know words: the cell says how each was encoded.
package struct SurfaceReading: Sendable {
    private let position: Int
    /// By the values of the dimension; nil for one that the seeds lack.
    private let forms: [EncodedForm?]

    /// Reads the surfaces of the seeds; nil for a grid without encodings.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init?(of grid: Grid, seeds: String) throws(ConfigurationError) {
        guard let position = grid.position(of: .encoding) else { return nil }
        let library = try SurfaceLibrary(seeds: seeds)
        self.position = position
        forms = grid.dimensions[position].values.map { (try? library.surface(of: [(.encoding, $0)]))?.form }
    }

    /// The text behind the encoding of a cell's prompt; the prompt itself where there is none, or it can't be read. A
    /// perturbation stays: it is no matter of reading.
    package func plain(_ prompt: String, of cell: Cell) -> String {
        forms[cell.indices[position]]?.decode(prompt) ?? prompt
    }
}

extension EncodedForm {
    /// The text behind an encoded one, with or without a frame around it; nil when it is none. Frames with words come first:
    /// the one without any fits every prompt.
    func decode(_ prompt: String) -> String? {
        for frame in frames {
            let (before, after) = frame.textsAroundHole
            guard !(before + after).isEmpty, prompt.hasPrefix(before), prompt.hasSuffix(after) else { continue }
            if let text = encoding.decode(String(prompt.dropFirst(before.count).dropLast(after.count))) { return text }
        }
        return encoding.decode(prompt)
    }
}

extension Template {
    /// The texts before and behind the hole of a pattern without slots.
    fileprivate var textsAroundHole: (before: String, after: String) {
        var (before, after) = ([UInt8](), [UInt8]())
        var isBehind = false
        for piece in pieces {
            switch piece {
            case .text(let text): if isBehind { after += text } else { before += text }
            case .hole: isBehind = true
            case .slot: break
            }
        }
        return (before.text, after.text)
    }
}
