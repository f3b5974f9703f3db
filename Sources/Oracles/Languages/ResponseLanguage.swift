/// Whether a response is in a language that a classifier of English texts has learned.
enum ResponseLanguage: Equatable, Sendable {
    /// In English.
    case learned
    /// Too short, or too much in signs, names and code, to be of any language.
    case undecided
    /// In English and, to a good part, in another language.
    case mixed(String)
    /// In another language.
    case other(String)

    /// Share of a text from which on another language makes it mixed, and share of what is in any language from which on it is
    /// in that one.
    static let (mixedShare, otherShare) = (0.15, 0.6)
    /// Least letters of another language in a mixed text.
    static let mixedLetters = 20
    /// The language of a text by its count.
    init(_ count: LanguageCount) {
        let (english, others) = (Double(count.english), Double(count.others))
        let all = english + others + Double(count.undecided)
        if others > 0, others >= Self.otherShare * (english + others), others >= 0.25 * all {
            self = .other(count.largest)
        } else if others >= Self.mixedShare * all, count.others >= Self.mixedLetters {
            self = .mixed(count.largest)
        } else if count.isStrange {
            self = .other("a language that it does not know")
        } else {
            self = count.english > 0 ? .learned : .undecided
        }
    }
}
