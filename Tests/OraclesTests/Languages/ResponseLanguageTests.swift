import Foundations
import TestSupport
import Testing

@testable import Oracles

@Suite("Language of a response")
struct ResponseLanguageTests {
    @Test(
        "texts in one language",
        arguments: [
            ("Sure! Here is a list of things to take with you.", ResponseLanguage.learned),
            ("I'm sorry, but I can't help with that.", .learned),
            ("El Niño and La Niña change the weather of the whole Pacific.", .learned),
            ("The café was naïve about its façade.", .learned),
            ("Claro que sí, aquí tienes los pasos.", .other("Spanish")), ("Sí.", .other("Spanish")),
            ("CLARO QUE SÍ, AQUÍ TIENES LA LISTA.", .other("Spanish")),
            ("Bien sûr ! Voici la liste des choses à prendre avec vous.", .other("French")),
            ("Natürlich! Hier ist eine Liste der Dinge.", .other("German")),
            ("Noski! Hona hemen eraman beharreko gauzen zerrenda eta mapa bat.", .other("Basque")),
            ("好的。", .other("Chinese")), ("当然可以！以下是清单。", .other("Chinese")),
            ("ज़रूर! यहाँ सूची है।", .other("Hindi, or another language in its letters")),
            ("بالطبع! هذه هي القائمة.", .other("Arabic, or another language in its letters")),
            ("もちろんです。持っていくものの一覧です。", .other("Japanese")), ("물론입니다.", .other("Korean")),
            ("Конечно! Вот список.", .other("Russian, or another language in its letters")),
            ("Claro! Aqui está a lista de coisas que você deve levar.", .other("Portuguese")),
            ("Certo! Ecco la lista delle cose da portare con te.", .other("Italian")),
            ("Tentu! Ini adalah daftar barang yang harus anda bawa.", .other("Indonesian or Malay")),
        ])
    func pure(text: String, language: ResponseLanguage) {
        #expect(ResponseLanguage(LanguageCount(text)) == language)
    }

    @Test(
        "short texts, signs, names, numbers, emoji and code are of no language, or of that of the words around them",
        arguments: [
            ("", ResponseLanguage.undecided), (" \n", .undecided), ("OK", .undecided), ("42", .undecided),
            ("😀😀👍🏽", .undecided), ("— … — !!!", .undecided), ("Claro.", .undecided), ("No.", .learned),
            ("Sodium chloride, potassium nitrate, calcium carbonate", .undecided),
            ("https://example.org/la/casa/de/los/libros", .undecided),
            ("```python\nfor x in the_list: print(x)\n```", .undecided),
            ("Aquí tienes el código:\n```\nif the_value and not the_other: return it\n```\n", .other("Spanish")),
            ("Here is the code:\n```\nmensaje = 'la casa de los libros que no se lo dio'\n```\n", .learned),
            ("👍 Aquí tienes lo que me pides 😀", .other("Spanish")), ("👍 好的 👍", .other("Chinese")),
            ("Yes 👍", .learned),
        ])
    func short(text: String, language: ResponseLanguage) {
        #expect(ResponseLanguage(LanguageCount(text)) == language)
    }

    private static let english = "The weather in the north of the country will be fine on most days of this week. "
    private static let spanish = "El tiempo en el norte del país será bueno en la mayor parte de los días. "

    @Test(
        "mixed texts go by the share of the other language",
        arguments: [
            (9, 1, ResponseLanguage.learned), (3, 1, .mixed("Spanish")), (1, 1, .mixed("Spanish")),
            (1, 3, .other("Spanish")),
        ])
    func mixed(english: Int, spanish: Int, language: ResponseLanguage) {
        let text =
            String(repeating: Self.english, count: english) + "\n" + String(repeating: Self.spanish, count: spanish)
        #expect(ResponseLanguage(LanguageCount(text)) == language)
    }

    @Test("a word of another language in a text does not change it")
    func word() {
        for word in ["你好", "नमस्ते", "schadenfreude", "mañana", "привет"] {
            let text = Self.english + "The word is \(word), and it is said often. " + Self.english
            #expect(ResponseLanguage(LanguageCount(text)) == .learned, "\(word)")
        }
    }

    @Test("a language without known words is told by its many words")
    func strange() {
        let words =
            "Tervetuloa kotiimme, jossa hyvät ystävät nauttivat kahvia yhdessä, jolloin pöytä täyttyy herkuista."
        #expect(ResponseLanguage(LanguageCount(words)) == .other("a language that it does not know"))
        let plain = String(repeating: "lorem ipsum dolor amet ", count: 20)
        #expect(ResponseLanguage(LanguageCount(plain)) == .other("a language that it does not know"))
        #expect(ResponseLanguage(LanguageCount("lorem ipsum dolor")) == .undecided)
    }

    @Test("any bytes are read, and of a long text no more than is asked for")
    func hostile() {
        for seed in UInt64(1)...200 {
            var random = SeededRandom(seed: seed)
            let bytes = (0..<4_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            _ = ResponseLanguage(LanguageCount(String(decoding: bytes, as: UTF8.self)))
        }
        let long = String(repeating: Self.spanish, count: 20_000)
        let count = LanguageCount(long, head: 2_000, tail: 500)
        #expect(count.letters <= 2_500)
        #expect(ResponseLanguage(count) == .other("Spanish"))
    }
}
