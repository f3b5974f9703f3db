/// Letters, and the signs that look like them.
enum LetterLooks {
    /// Latin letter to Cyrillic letter and back, one to one.
    static let twins: [Unicode.Scalar: Unicode.Scalar] = {
        let latin = "aceiopsxyjABCEHIJKMOPSTXY".unicodeScalars
        let cyrillic = "асеіорѕхујАВСЕНІЈКМОРЅТХУ".unicodeScalars
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (one, other) in zip(latin, cyrillic) {
            table[one] = other
            table[other] = one
        }
        return table
    }()

    /// Letter, small or capital, to the digit that stands for it.
    static let digits: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7",
        "A": "4", "E": "3", "I": "1", "O": "0", "S": "5", "T": "7",
    ]

    /// Digit to the small letter that it stands for.
    static let letters: [Unicode.Scalar: Unicode.Scalar] = [
        "4": "a", "3": "e", "1": "i", "0": "o", "5": "s", "7": "t",
    ]
}
