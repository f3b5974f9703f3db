import Foundations
import Records
import SafetyGrid

/// Reads encoded and wrapped prompts, for checks that know words: the cell says how each was made.
package struct SurfaceReading: Sendable {
    /// The surfaces of a dimension by its values; nil for one that the seeds lack.
    private let surfaces: [(position: Int, values: [PromptSurface?])]

    /// Reads the surfaces of the seeds; nil for a grid without encodings and wrappers.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init?(of grid: Grid, seeds: String) throws(ConfigurationError) {
        // The outermost first.
        let known = [DimensionID.attack, .encoding].filter { grid.position(of: $0) != nil }
        guard !known.isEmpty else { return nil }
        let library = try SurfaceLibrary(seeds: seeds)
        surfaces = known.compactMap { dimension in
            guard let position = grid.position(of: dimension) else { return nil }
            return (position, grid.dimensions[position].values.map { try? library.surface(of: [(dimension, $0)]) })
        }
    }

    /// The text behind the wrapper and the encoding of a cell's prompt; the prompt itself where there is none, or it can't
    /// be read. A perturbation stays: it is no matter of reading.
    package func plain(_ prompt: String, of cell: Cell) -> String {
        surfaces.reduce(prompt) { text, surface in surface.values[cell.indices[surface.position]]?.plain(text) ?? text }
    }
}

extension PromptSurface {
    /// The text behind one with this surface; nil when it is none.
    fileprivate func plain(_ prompt: String) -> String? {
        form?.decode(prompt) ?? wrappers.lazy.compactMap { $0.hole(in: prompt) }.first
    }
}

extension EncodedForm {
    /// The text behind an encoded one, with or without a frame around it; nil when it is none. Frames with words come first:
    /// the one without any fits every prompt.
    func decode(_ prompt: String) -> String? {
        for frame in frames {
            guard let hole = frame.hole(in: prompt), hole != prompt else { continue }
            if let text = encoding.decode(hole) { return text }
        }
        return encoding.decode(prompt)
    }
}

extension Template {
    /// What stands at the hole of a pattern without slots; nil for a text that the pattern did not make. Compared as bytes: an
    /// accent behind a blank makes another character of it.
    fileprivate func hole(in text: String) -> String? {
        let (before, after) = textsAroundHole
        let bytes = text.utf8
        guard bytes.count >= before.count + after.count, bytes.starts(with: before),
            bytes.suffix(after.count).elementsEqual(after)
        else { return nil }
        return String(decoding: bytes.dropFirst(before.count).dropLast(after.count), as: UTF8.self)
    }

    private var textsAroundHole: (before: [UInt8], after: [UInt8]) {
        var (before, after) = ([UInt8](), [UInt8]())
        var isBehind = false
        for piece in pieces {
            switch piece {
            case .text(let text): if isBehind { after += text } else { before += text }
            case .hole: isBehind = true
            case .slot: break
            }
        }
        return (before, after)
    }
}
