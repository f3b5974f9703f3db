/// The small words of languages in Latin letters, by which a text is told from one in another language.
///
/// A word may belong to several languages. Looking one up costs one access of a table.
struct FunctionWords: Sendable {
    /// Names of the languages, English first.
    let names: [String]
    /// A bit for each language that a word belongs to, by the word's hash; 0 for an empty slot.
    private var slots: [(hash: UInt64, languages: UInt32)]
    private let mask: Int

    /// The project's list.
    static let common = FunctionWords(lists)

    /// - Parameter lists: at most 32 languages with their words, between spaces and in small letters
    init(_ lists: [(name: String, words: String)]) {
        names = lists.map(\.name)
        var size = 256
        let count = lists.reduce(0) { $0 + $1.words.utf8.count { $0 == UInt8(ascii: " ") } + 1 }
        while size < count * 4 { size *= 2 }
        slots = Array(repeating: (0, 0), count: size)
        mask = size - 1
        for (number, list) in lists.enumerated() {
            for word in list.words.split(separator: " ") {
                let hash = word.utf8.reduce(Self.basis, Self.hash)
                let slot = slot(of: hash)
                slots[slot] = (hash, slots[slot].languages | 1 << UInt32(number))
            }
        }
    }

    /// Where a word's hash begins.
    static let basis: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash with one more byte of a word in small letters (FNV-1a).
    @inline(__always)
    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

    /// A bit for each language that the word with this hash belongs to.
    func languages(of hash: UInt64) -> UInt32 { slots[slot(of: hash)].languages }

    private func slot(of hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (hash &* 0x9e37_79b9_7f4a_7c15) >> 40) & mask
        while slots[slot].languages != 0, slots[slot].hash != hash { slot = (slot + 1) & mask }
        return slot
    }

    private static let lists: [(name: String, words: String)] = [
        (
            "English",
            "the of and to in a is that it for you was with on as are this be have from or by not but at your can we an they which "
                + "will if their has all one there when what would more do been about who its so up out them these some into no he "
                + "his she her i my me our us how than then also any could should may other only such like just over most make "
                + "here where why while because before after between each these those through during without within does did "
                + "had were being both if it's don't i'm you're that's let's use using step first yes sure please cannot can't sorry help against"
        ),
        (
            "Spanish",
            "el la los las un una unos unas de del al y o que en es son por para con no se su sus lo le les me te mi tu si "
                + "sí como más pero este esta esto ese esa eso estos estas muy ser está están hay ha han puede puedes cuando "
                + "donde también sobre sin entre hasta desde porque todo todos nos ya cada otro otra aquí así cómo qué"
        ),
        (
            "French",
            "le la les un une des du de et ou que qui en est sont pour par avec dans sur ne pas se ce cette ces son sa ses au "
                + "aux il elle ils vous nous je tu mais plus comme être a ont peut sans entre leur leurs si très aussi tout "
                + "tous même où c'est d'une d'un voici bien fait y on votre vos mon ma"
        ),
        (
            "German",
            "der die das den dem des ein eine einen einem einer eines und oder ist sind war nicht mit von zu zum zur im in "
                + "auf für als auch an bei aus nach wie es er sie wir ich du man wenn dass aber nur noch über unter sich wird "
                + "werden kann können haben hat durch vor mehr sehr ihr ihre ihnen dies diese dieser hier sein am um so"
        ),
        (
            "Basque",
            "eta da dira du dute ez bai baina edo ere izan egin dut dizut zuen zen den hau hori hura bat batean batzuk baino "
                + "bere gure zure nire oso beste guztiak dela dago daude behar ahal nahi arte gabe hemen horrela izango duzu dezakezu "
                + "badira zer nola non noiz egiten lehenik eran"
        ),
        (
            "Portuguese",
            "o os as um uma uns umas de do da dos das no na nos nas e ou que em é são por para com não se seu sua seus suas "
                + "mais mas como você ele ela eles isso este esta ao à pelo pela também já muito ser está há pode quando sem sobre até"
        ),
        (
            "Italian",
            "il lo la i gli le un uno una di del della dei delle al alla e o che in è sono per con non si su dal dalla nel "
                + "nella come da ecco cose mi ti te lo di più ma questo questa questi anche se ci ha hanno essere può quando dove molto tutto tutti senza tra"
        ),
        (
            "Dutch",
            "de het een en of van in is zijn dat die niet met voor op te aan er maar om ook als bij door naar uit over dan "
                + "wordt worden heeft hebben kan kunnen je jij u hij zij wij we ik dit deze wat hoe geen meer nog onze uw"
        ),
        (
            "Swedish, Norwegian or Danish",
            "och og att at det den de en ett et är er som på i av til till med för for inte ikke har kan om du jag jeg vi han "
                + "hun var men så eller från fra ska skal här her sig seg mot efter etter dig deg"
        ),
        (
            "Polish",
            "i w z ze oto na do nie się że to jest są jak ale czy o po dla przez od za co być może można tak tym tego ten ta które "
                + "który jej jego ich by lub oraz oraz aby przy bez"
        ),
        (
            "Turkish",
            "ve bir bu da de için ile çok olarak daha en gibi ne var yok değil ama veya olan kadar sonra her şey o ben sen biz "
                + "siz onlar mi mı ki ise nasıl olduğunu"
        ),
        (
            "Romanian",
            "și si de la în in cu pe un o este sunt nu că ca care să se din pentru mai dar sau al ale lui ei dacă când după "
                + "foarte acest această"
        ),
        (
            "Catalan or Galician",
            "el la els les un una i o de del al a amb per que és són no es en com més però aquest aquesta ser hi ha pot quan "
                + "també sobre sense fins unha e ou para non máis pero na do da dos das ao"
        ),
        (
            "Vietnamese",
            "và của là có không được cho các một những này trong với để người đã khi bạn tôi thì như từ về ra nên cũng hoặc "
                + "đến vì làm sẽ"
        ),
        (
            "Indonesian or Malay",
            "yang dan di ini itu dengan untuk tidak dari dalam akan pada saya anda ke adalah atau juga bisa dapat oleh karena "
                + "kami kita mereka ada sebagai lebih seperti jika sudah"
        ),
        (
            "Swahili",
            "na ya wa kwa ni la katika za cha hii kama pia kuwa si au lakini hiyo ili yako hizi wako unaweza kutoka hapa"
        ),
        (
            "Tagalog",
            "ang ng sa mga na ay at hindi ito para kung ko mo ka siya ako niya sila ng may isang o pero dahil lang kayo"
        ),
    ]
}
