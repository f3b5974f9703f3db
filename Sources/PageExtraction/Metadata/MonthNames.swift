/// The names of months, as they stand in dates: in the case that a date takes, and abbreviated.
enum MonthNames {
    /// A month of a calendar.
    enum Month: Equatable {
        /// A month of the Gregorian calendar.
        case gregorian(Int)
        /// The same, in a language whose years are counted from the Buddha.
        case thai(Int)
        /// A month of the Iranian solar calendar.
        case iranian(Int)
    }

    /// The month of a name that went through ``DateText/folded(_:)``; nil for any other word.
    ///
    /// - Parameter language: the page's language, for names that mean another month in one of them.
    static func month(_ name: String, language: String?) -> Month? {
        let base = language.map { String($0.prefix { $0 != "-" }) }
        if base == "hr" || base == "bs", let month = croatian[name] { return .gregorian(month) }
        if base == "en", englishWords.contains(name) { return nil }
        if let month = gregorian[name] { return .gregorian(month) }
        if let month = thai[name] { return .thai(month) }
        if let month = iranian[name] { return .iranian(month) }
        // Persian may write "month" behind the name, as one word.
        if name.hasSuffix("ماه"), let month = iranian[String(name.dropLast(3))] { return .iranian(month) }
        // Hebrew writes "in" before the month, as one word.
        if name.hasPrefix("ב"), let month = gregorian[String(name.dropFirst())] { return .gregorian(month) }
        return nil
    }

    /// Abbreviations of Romance and Slavic languages that are words in English.
    private static let englishWords: Set = ["ago", "out", "set", "pro", "lip"]

    private static func table(_ lines: [String]) -> [String: Int] {
        var months: [String: Int] = [:]
        for (index, line) in lines.enumerated() {
            for name in line.split(separator: " ") {
                // An underscore stands for the blank in names of two words.
                months[DateText.folded(String(name).replacing("_", with: " "))] = index % 12 + 1
            }
        }
        return months
    }

    private static let gregorian = table(latin + slavic + cyrillic + eastern + indian)

    // Twelve lines each: Germanic, Romance, Baltic, Finnic, Turkic and other languages in Latin letters.
    private static let latin = [
        """
        january jan januar jänner jaen janvier janv enero ene gennaio gen janeiro januari januarie ianuarie ian \
        gener xaneiro január januára januára janúar jaanuar jaan tammikuu tammikuuta tammi sausio sausis janvāris \
        janvārī ocak oca yanvar yan janar januwari urtarrila urtarrilaren
        """,
        """
        february feb februar feber février févr fév febrero febbraio febb fevereiro fev februari februarie februári \
        február februára febr febrer febreiro febrúar veebruar veebr helmikuu helmikuuta helmi vasario vasaris \
        februāris februārī şubat şub fevral shkurt pebrero otsaila otsailaren
        """,
        """
        march mar märz mrz mars marzo março maart mrt marts mars marec marca martie març március márc märts \
        maaliskuu maaliskuuta maalis kovo kovas martā mart maret mac marso machi martxoa martxoaren
        """,
        """
        april apr avril avr abril abr aprile aprill aprilie aprel apríl apríla aprila április ápr huhtikuu \
        huhtikuuta huhti balandžio balandis aprīlis aprīlī nisan nis prill aprili apirila apirilaren
        """,
        """
        may mai mayo maggio mag maio mei maj maja máj mája máje maig mayis mayıs május toukokuu toukokuuta touko \
        gegužės gegužė maijs maijā maí maýa mayıs maiatza maiatzaren
        """,
        """
        june jun juni juin junio giugno giu junho iunie iun junij junija jún júna juny xuño június júní juuni \
        kesäkuu kesäkuuta kesä birželio birželis jūnijs jūnijā haziran haz iyun qershor hunyo junie ekaina ekainaren
        """,
        """
        july jul juli juillet juil julio luglio lug julho iulie iul julij julija júl júla juliol xullo július júlí \
        juuli heinäkuu heinäkuuta heinä liepos liepa jūlijs jūlijā temmuz tem iyul korrik julai hulyo julie uztaila \
        uztailaren
        """,
        """
        august aug août aoû agosto ago augustus augusti augusta avgust avgusta agost augusztus ágúst elokuu elokuuta \
        elo rugpjūčio rugpjūtis augusts augustā ağustos ağu avqust gusht agustus agu agt ogos agosti abuztua \
        abuztuaren
        """,
        """
        september sep sept septembre septiembre setiembre settembre set setembro setembre setembro septembrie \
        septembra septembri szeptember szept syyskuu syyskuuta syys rugsėjo rugsėjis septembris septembrī eylül eyl \
        sentyabr sentabr shtator setyembre septemba iraila irailaren
        """,
        """
        october oct oktober okt octobre octubre ottobre ott outubro out octombrie október októbra oktobra outubro \
        oktoober lokakuu lokakuuta loka spalio spalis oktobris oktobrī ekim eki oktyabr oktabr tetor oktubre oktoba \
        urria urriaren
        """,
        """
        november nov novembre noviembre novembro noiembrie noiem novembra nóvember marraskuu marraskuuta marras \
        lapkričio lapkritis novembris novembrī kasım kasim kas noyabr nëntor nobyembre novemba azaroa azaroaren
        """,
        """
        december dec dezember dez décembre déc diciembre dic dicembre dezembro decembrie decembra desember des \
        desembre detsember dets joulukuu joulukuuta joulu gruodžio gruodis decembris decembrī aralık aralik ara \
        dekabr dhjetor disyembre disember desemba abendua abenduaren
        """,
    ]

    // Czech, Polish, and Serbian in Latin letters; Croatian where no other language has the name.
    private static let slavic = [
        "leden ledna styczeń stycznia sty januara siječanj siječnja",
        "únor února luty lutego lut februara veljača veljače",
        "březen března marzec marca marta ožujak ožujka",
        "duben dubna kwiecień kwietnia kwi aprila travanj travnja",
        "květen května kvě maj maja svibanj svibnja",
        "červen června čvn czerwiec czerwca cze juna lipanj lipnja",
        "červenec července čvc lipiec lipca lip jula srpanj srpnja",
        "srpen srpna sierpień sierpnia sie avgusta kolovoz kolovoza",
        "září wrzesień września wrz septembar septembra rujan rujna",
        "říjen října říj październik października paź oktobar oktobra",
        "listopad listopadu listopada lis novembar novembra studeni studenoga studenog",
        "prosinec prosince pro grudzień grudnia gru decembar decembra prosinac prosinca",
    ]

    /// Croatian names, of which some mean another month elsewhere.
    private static let croatian = table([
        "sij", "velj", "ožu", "tra", "svi", "lip", "srp", "kol", "ruj", "listopad listopada lis", "stu", "pro",
    ])

    // Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian, Kazakh; Greek, Georgian, Armenian.
    private static let cyrillic = [
        """
        январь января янв січень січня січ студзень студзеня януари јануар јануара јануари қаңтар ιανουάριος \
        ιανουαρίου ιαν იანვარი იანვარს იანვ հունվարի հունվար
        """,
        """
        февраль февраля фев февр лютий лютого лют люты лютага февруари фебруар фебруара фебруари ақпан φεβρουάριος \
        φεβρουαρίου φεβ თებერვალი თებერვალს თებ փետրվարի փետրվար
        """,
        """
        март марта мар березень березня бер берез сакавік сакавіка наурыз μάρτιος μαρτίου μαρ მარტი მარტს მარ մարտի \
        մարտ
        """,
        """
        апрель апреля апр квітень квітня кві квіт красавік красавіка април априла сәуір απρίλιος απριλίου απρ აპრილი \
        აპრილს აპრ ապրիլի ապրիլ
        """,
        """
        май мая травень травня тра трав траўня мај маја мамыр μάιος μαΐου μάϊος μαΐ მაისი მაისს მაი մայիսի մայիս
        """,
        """
        июнь июня июн червень червня чер черв чэрвень чэрвеня юни јун јуни јуна маусым ιούνιος ιουνίου ιούν ივნისი \
        ივნისს ივნ հունիսի հունիս
        """,
        """
        июль июля июл липень липня лип ліпень ліпеня юли јул јули јула шілде ιούλιος ιουλίου ιούλ ივლისი ივლისს ივლ \
        հուլիսի հուլիս
        """,
        """
        август августа авг серпень серпня сер серп жнівень жніўня тамыз αύγουστος αυγούστου αυγ აგვისტო აგვისტოს აგვ \
        օգոստոսի օգոստոս
        """,
        """
        сентябрь сентября сен сент вересень вересня вер верес верасень верасня септември септембар септембра \
        қыркүйек σεπτέμβριος σεπτεμβρίου σεπ σεπτ სექტემბერი სექტემბერს სექ սեպտեմբերի սեպտեմբեր
        """,
        """
        октябрь октября окт жовтень жовтня жов жовт кастрычнік кастрычніка октомври октобар октобра қазан οκτώβριος \
        οκτωβρίου οκτ ოქტომბერი ოქტომბერს ოქტ հոկտեմբերի հոկտեմբեր
        """,
        """
        ноябрь ноября ноя нояб листопад листопада лис листоп лістапад лістапада ноември новембар новембра қараша \
        νοέμβριος νοεμβρίου νοε ნოემბერი ნოემბერს ნოე նոյեմբերի նոյեմբեր
        """,
        """
        декабрь декабря дек грудень грудня гру груд снежань снежня декември децембар децембра желтоқсан δεκέμβριος \
        δεκεμβρίου δεκ დეკემბერი დეკემბერს დეკ դեկտեմբերի դեկտեմբեր
        """,
    ]

    // Arabic (Gulf and Egypt, Levant, Maghreb), Persian and Urdu names of Gregorian months; Hebrew; Vietnamese; Korean
    // is written in numbers.
    private static let eastern = [
        "يناير كانون_الثاني جانفي جنوری ژانویه ינואר ינו tháng_một tháng_giêng",
        "فبراير شباط فيفري فروری فوریه פברואר פבר tháng_hai",
        "مارس آذار مارچ מרץ מרס tháng_ba",
        "أبريل ابريل إبريل نيسان أفريل اپریل آوریل אפריל אפר tháng_tư tháng_bốn",
        "مايو أيار ماي مئی مه مهٔ מאי tháng_năm",
        "يونيو يونيه حزيران جوان جون ژوئن יוני יונ tháng_sáu",
        "يوليو يوليه تموز جويلية يوليوز جولائی ژوئیه جولای יולי יול tháng_bảy",
        "أغسطس آب أوت غشت اگست اوت אוגוסט אוג tháng_tám",
        "سبتمبر أيلول شتنبر ستمبر سپتامبر ספטמבר ספט tháng_chín",
        "أكتوبر تشرين_الأول اکتوبر اکتبر אוקטובר אוק tháng_mười",
        "نوفمبر تشرين_الثاني نونبر نومبر نوامبر נובמבר נוב tháng_mười_một",
        "ديسمبر كانون_الأول دجنبر دسمبر دسامبر דצמבר דצמ דצ tháng_mười_hai tháng_chạp",
    ]

    // Hindi, Marathi, Bengali, Gujarati, Tamil, Telugu, Malayalam.
    private static let indian = [
        "जनवरी जन जानेवारी জানুয়ারি জানুয়ারী જાન્યુઆરી ஜனவரி జనవరి ജനുവരി",
        "फ़रवरी फर फेब्रुवारी ফেব্রুয়ারি ফেব্রুয়ারী ફેબ્રુઆરી பிப்ரவரி ఫిబ్రవరి ഫെബ്രുവരി",
        "मार्च মার্চ માર્ચ மார்ச் మార్చి മാർച്ച്",
        "अप्रैल एप्रिल এপ্রিল એપ્રિલ ஏப்ரல் ఏప్రిల్ ഏപ്രിൽ",
        "मई मे মে મે மே మే മേയ് മെയ്",
        "जून জুন જૂન ஜூன் జూన్ ജൂൺ",
        "जुलाई जुल जुलै জুলাই જુલાઈ ஜூலை జులై జూలై ജൂലൈ",
        "अगस्त अग ऑगस्ट আগস্ট ઑગસ્ટ ઓગસ્ટ ஆகஸ்ட் ఆగస్టు ഓഗസ്റ്റ്",
        "सितंबर सितम्बर सित सप्टेंबर সেপ্টেম্বর સપ્ટેમ્બર செப்டம்பர் సెప్టెంబర్ സെപ്റ്റംബർ",
        "अक्टूबर अक्तूबर अक्टू ऑक्टोबर অক্টোবর ઑક્ટોબર ઓક્ટોબર அக்டோபர் అక్టోబర్ ഒക്ടോബർ",
        "नवंबर नवम्बर नव नोव्हेंबर নভেম্বর નવેમ્બર நவம்பர் నవంబర్ നവംബർ",
        "दिसंबर दिसम्बर दिस डिसेंबर ডিসেম্বর ડિસેમ્બર டிசம்பர் డిసెంబర్ ഡിസംബർ",
    ]

    // Thai in full and abbreviated without its dots; Lao; Khmer.
    private static let thai = table([
        "มกราคม มค ມັງກອນ មករា", "กุมภาพันธ์ กพ ກຸມພາ កុម្ភៈ", "มีนาคม มีค ມີນາ មីនា", "เมษายน เมย ເມສາ មេសា",
        "พฤษภาคม พค ພຶດສະພາ ឧសភា", "มิถุนายน มิย ມິຖຸນາ មិថុនា", "กรกฎาคม กค ກໍລະກົດ កក្កដា",
        "สิงหาคม สค ສິງຫາ សីហា",
        "กันยายน กย ກັນຍາ កញ្ញា", "ตุลาคม ตค ຕຸລາ តុលា", "พฤศจิกายน พย ພະຈິກ វិច្ឆិកា", "ธันวาคม ธค ທັນວາ ធ្នូ",
    ])

    // The Iranian solar calendar, in Persian and in Dari.
    private static let iranian = table([
        "فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد اسد", "شهریور سنبله", "مهر میزان",
        "آبان عقرب",
        "آذر قوس", "دی جدی", "بهمن دلو", "اسفند حوت",
    ])
}
