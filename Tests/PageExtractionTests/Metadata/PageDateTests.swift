import Testing

@testable import PageExtraction

/// Dates as the world writes them; each means 17 March 2024 unless another is given.
@Suite("Dates of pages")
struct PageDateTests {
    private static let day = "2024-03-17"

    @Test(
        "months by their names, in the case that a date takes",
        arguments: [
            "17 March 2024", "March 17th, 2024", "Sunday, 17 Mar 2024", "17. März 2024", "17. Marz 2024",
            "le 17 mars 2024",
            "dimanche 17 mars 2024", "17 de marzo de 2024", "mar, 17 mar 2024", "17 de março de 2024", "17 marzo 2024",
            "17 maart 2024", "17 mars 2024", "17. marts 2024", "17. mars 2024", "17. maaliskuuta 2024",
            "17. märts 2024",
            "17 марта 2024 г.", "Опубликовано 17 марта 2024, 10:30", "17 МАРТА 2024", "17 мар. 2024",
            "17 березня 2024 р.",
            "17 сакавіка 2024", "17 март 2024", "17. март 2024.", "17. marta 2024.", "17 marca 2024", "17 mar 2024 r.",
            "17. března 2024", "17. marca 2024", "17. ožujka 2024.", "17. marec 2024", "17 martie 2024",
            "17 Μαρτίου 2024", "17 ΜΑΡΤΙΟΥ 2024", "17 Μαρ 2024", "17 Mart 2024 Pazar", "17 MART 2024",
            "2024. március 17.",
            "2024. márc. 17., vasárnap", "2024 m. kovo 17 d.", "2024. gada 17. marts", "17 mars 2024", "17 Maret 2024",
            "17 Mac 2024", "Ngày 17 tháng 3 năm 2024", "17 Tháng Ba, 2024", "Tháng Ba 17, 2024", "Marso 17, 2024",
            "17 наурыз 2024", "17 მარტი 2024", "17 մարտի 2024", "2024 оны 3 сарын 17", "17 Machi 2024",
            "17 de març de 2024",
        ])
    func named(_ text: String) {
        #expect(PageDate.iso(text) == Self.day, "\(text)")
    }

    @Test(
        "other scripts and their digits",
        arguments: [
            "17 مارس 2024", "١٧ مارس ٢٠٢٤", "17 آذار 2024", "17 آذار/مارس 2024", "الأحد 17 مارس 2024 م",
            "\u{200F}١٧ مارس، ٢٠٢٤",
            "۱۷ مارس ۲۰۲۴", "17 מרץ 2024", "17 במרץ 2024", "ב-17 במרץ 2024", "17 मार्च 2024", "१७ मार्च २०२४", "১৭ মার্চ ২০২৪",
            "17 மார்ச் 2024", "17 మార్చి 2024", "17 માર્ચ 2024", "17 മാർച്ച് 2024", "17 مارچ 2024", "２０２４年３月１７日",
            "2024年3月17日", "2024年03月17日 10:30", "2024 年 3 月 17 日", "二〇二四年三月十七日", "2024年3月17日（日）", "2024년 3월 17일",
            "2024년 03월 17일 일요일", "2024. 3. 17.", "2024.03.17", "2024/03/17", "3月 17, 2024", "三月 17, 2024",
            "2024年(令和6年)3月17日", "令和6年（2024年）3月17日",
            "입력 2024.03.17 10:30", "发布时间：2024-03-17 10:30", "١٧\u{200F}/٣\u{200F}/٢٠٢٤",
        ])
    func scripts(_ text: String) {
        #expect(PageDate.iso(text)?.prefix(10) == Self.day[...], "\(text)")
    }

    @Test(
        "years of other calendars are converted",
        arguments: [
            ("17 มีนาคม 2567", day), ("17 มี.ค. 2567", day), ("17 มี.ค. 67", day), ("๑๗ มีนาคม พ.ศ. ๒๕๖๗", day),
            ("วันอาทิตย์ที่ 17 มีนาคม พ.ศ. 2567 เวลา 10:30 น.", day), ("17 มีนาคม 2024", day), ("2567-03-17", day),
            ("27 اسفند 1402", day), ("۲۷ اسفند ۱۴۰۲", day), ("27 اسفند\u{200C}ماه 1402", day),
            ("1402/12/27", day), ("۱۴۰۲/۱۲/۲۷", day),
            ("1 فروردین 1403", "2024-03-20"), ("30 اسفند 1399", "2021-03-20"), ("令和6年3月17日", day),
            ("令和元年5月1日", "2019-05-01"),
            ("平成30年12月1日", "2018-12-01"), ("民國113年3月17日", day), ("中華民國113年3月17日", day),
        ])
    func calendars(_ text: String, _ expected: String) {
        #expect(PageDate.iso(text) == expected, "\(text)")
    }

    @Test(
        "each month of the year",
        arguments: [
            "January February March April May June July August September October November December",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "ledna února března dubna května června července srpna září října listopadu prosince",
            "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
            "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
            "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
            "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
            "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
            "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
            "január február március április május június július augusztus szeptember október november december",
            "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
                + "marraskuuta joulukuuta",
        ])
    func months(_ names: String) {
        let months = names.split(separator: " ").map { String($0) }
        #expect(months.count == 12)
        for (index, month) in months.enumerated() {
            #expect(PageDate.iso("9 \(month) 2024") == "2024-\(CalendarDate.two(index + 1))-09", "\(month)")
        }
    }

    @Test("each month of the Iranian calendar begins when it does")
    func iranianMonths() {
        let names = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(separator: " ")
        let dates = names.map { PageDate.iso("1 \($0) 1402") ?? "" }
        #expect(
            dates == [
                "2023-03-21", "2023-04-21", "2023-05-22", "2023-06-22", "2023-07-23", "2023-08-23", "2023-09-23",
                "2023-10-23", "2023-11-22", "2023-12-22", "2024-01-21", "2024-02-20",
            ])
    }

    @Test(
        "what may be another day, or none, is no date",
        arguments: [
            "7 رمضان 1445", "1445/09/07", "2024-02-30", "31 April 2024", "29.02.2023", "30 اسفند 1402", "March 2024",
            "17 March",
            "3 days ago", "03/04/2024", "17 Mar 10:30", "昭和63年3月17日", "2024年3月", "24.03.17", "1234567890123456789",
            "5 out of 10 in 2024, for once", "price 2024", "", " ", "99/99/9999", "2024-13-01",
        ])
    func none(_ text: String) {
        #expect(PageDate.iso(text, language: text.contains("out") ? "en" : nil) == nil, "\(text)")
    }

    @Test(
        "days and months that could be either are told apart by the page's language",
        arguments: [
            ("03/04/2024", "en-US", "2024-03-04"), ("03/04/2024", "en-GB", "2024-04-03"),
            ("03/04/2024", "fr", "2024-04-03"),
            ("03/04/2024", "vi", "2024-04-03"), ("03/04/2024", "pt-BR", "2024-04-03"), ("03/04/2024", "en", nil),
            ("03/04/2024", "ja", nil), ("03.04.2024", nil, "2024-04-03"), ("17/03/2024", nil, day),
            ("03/17/2024", nil, day),
            ("17-03-2024", "nl", day), ("17/03/2567", "th", day), ("27/12/1402", "fa", day), ("17.03.24", "de", day),
            ("24.03.17", "ko", day), ("113/03/17", "zh-TW", day), ("17/03/67", "th", day), ("listopad", "hr", nil),
            ("17. listopada 2024.", "hr", "2024-10-17"), ("17 listopada 2024", "pl", "2024-11-17"),
            ("1402-12-27", "en", nil), ("2080-12-04", "ne", nil), ("2024-03-17", "ne", day), ("2016-07-08", "am", nil),
        ] as [(String, String?, String?)])
    func order(_ text: String, _ language: String?, _ expected: String?) {
        #expect(PageDate.iso(text, language: language) == expected, "\(text) \(language ?? "-")")
    }

    @Test(
        "times and their zones",
        arguments: [
            ("2024-03-17T10:30:00Z", "2024-03-17T10:30:00Z"),
            ("2024-03-17T10:30:00.123+0300", "2024-03-17T10:30:00+03:00"),
            ("2024-03-17 10:30", "2024-03-17T10:30"), ("2024-03-17T10:30:00+03", "2024-03-17T10:30:00+03:00"),
            ("2024-03-17 10:30:00 UTC", "2024-03-17T10:30:00Z"), ("2024-03-17T25:30:00Z", day),
            ("20240317T103000Z", day),
            ("20240317", day), ("202403171030", day), ("1710671400", "2024-03-17T10:30:00Z"),
            ("1710671400000", "2024-03-17T10:30:00Z"), ("/Date(1710671400000)/", "2024-03-17T10:30:00Z"),
            ("Sun, 17 Mar 2024 10:30:00 -0500 (EST)", day), ("Sun, 17 Mar 24 10:30:00 UT", day), ("17-Mar-2024", day),
            ("17 Mar 96 10:30 MSK", "1996-03-17"), ("Sun Mar 17 10:30:00 CET 2024", day),
            ("March 17, 2024 at 5 pm", day),
        ])
    func times(_ text: String, _ expected: String) {
        #expect(PageDate.iso(text) == expected, "\(text)")
    }

    // 21 March 1990 is day 7384.
    @Test("each day of the Iranian calendar is one day after the one before it")
    func iranian() {
        var expected = 7384
        for year in 1369...1408 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = CalendarDate(iranian: year, month, day) else { continue }
                    #expect(date.iso == CalendarDate(daysSince1970: expected)?.iso, "\(year)/\(month)/\(day)")
                    expected += 1
                }
            }
        }
        // 21 March 2030.
        #expect(expected == 21_994)
    }

    @Test(
        "a date is found wherever a page shows it",
        arguments: [
            "<meta property='article:published_time' content='17 марта 2024'>",
            "<meta name='dc:date' content='1710671400'>",
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":1710671400000}</script>",
            "<script type='application/ld&#x2B;json'>{\"@type\":\"Article\",\"datePublished\":\"17 มีนาคม 2567\"}</script>",
            "<p><time>17 มีนาคม 2567</time></p>", "<p><time datetime='soon'>۲۷ اسفند ۱۴۰۲</time></p>",
            "<div class='post-date'>2024年3月17日</div>", "<span class='entry-meta'>Yazar: A, 17 Mart 2024</span>",
            "<span class='published'>17 مارس 2024</span>", "<p>17. března 2024</p>",
        ])
    func places(_ markup: String) throws {
        let text = String(repeating: "A sentence that is long enough to be read, with a comma. ", count: 9)
        let html =
            "<html lang=xx><head><title>t</title></head><body><article><h1>Title</h1>\(markup)<p>\(text)</p></article></body>"
        let page = try PageExtractor().extract(Array(html.utf8))
        #expect(page.date?.prefix(10) == Self.day[...], "\(markup)")
    }

    @Test("a region in another tag says in what order the day and the month stand")
    func region() throws {
        let html = """
            <html lang=en><head><meta property="og:locale" content="en_US"><meta name=date content="03/04/2024"></head></html>
            """
        #expect(try PageExtractor().extract(Array(html.utf8)).date == "2024-03-04")
    }
}
