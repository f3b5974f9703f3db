/// The words by which page authors name the parts of pages.
enum ClassLexicon {
    /// Whole words.
    static let words: [(ClassWords, String)] = [
        (
            .boilerplate,
            """
            nav navbar navigation navi menu submenu megamenu breadcrumb breadcrumbs crumb crumbs sidebar sidenav sidemenu \
            siderail sidecolumn masthead topbar topnav bottombar cookie cookies consent gdpr ccpa onetrust ad ads adv \
            advert adverts advertisement advertising adbox adslot adunit adsense adwrapper dfp sponsor sponsored sponsors \
            promo promos promoted share sharing shares sharebar sharethis sharedaddy addthis \
            addtoany social socials socialmedia follow newsletter newsletters subscribe subscription signup optin login \
            signin modal popup popover lightbox overlay toolbar pagination pager paging pagenav pagenavi paginator \
            copyright colophon searchform searchbar searchbox autocomplete skiplink toast chat livechat \
            printonly noprint outbrain taboola zergnet revcontent jumplink sitemap donate \
            langswitcher cart minicart basket wishlist dropdown offcanvas drawer tooltip \
            notification notifications captcha recaptcha takeover intercom impressum backtotop scrolltop \
            footnav linkedin
            """
        ),
        (
            .consent,
            "cookie cookies cookiebar consent gdpr ccpa onetrust cookiebot didomi cookieyes usercentrics trustarc"
        ),
        (.review, "review reviews customerreviews testimonial testimonials bazaarvoice yotpo trustpilot judgeme"),
        (.answer, "answer answers answercell question"),
        (
            .profile,
            "signature signatures badge badges profile profiles userinfo usertitle usercard userdetails reputation"
        ),
        (.edge, "footer foot header head masthead"),
        (
            .comment,
            """
            comment comments commentlist commentform commentary disqus respond livefyre replies reply discussion coral \
            viafoura webmention webmentions pingback trackback trackbacks
            """
        ),
        (
            .related,
            """
            related relatedposts recommend recommended recommendation recommendations recirc recirculation popular \
            trending mostread mostpopular morefrom readmore readnext upnext nextup teaser teasers seealso upsell \
            crosssell crosssells crosselling upsells suggestions suggested latest recent recents
            """
        ),
        (
            .byline,
            """
            byline bylines author authors authorbox vcard avatar bio dateline timestamp date datetime published pubdate \
            postdate postmeta meta metadata postinfo tags taglist tagcloud tag tagged keywords categories readtime \
            readingtime views counter likes rating ratings stars votes
            """
        ),
        (
            .subject,
            """
            article articles post blogpost story entry news blog page single recipe press release guide doc docs \
            documentation wiki lesson chapter topic node product event job faq
            """
        ),
        (
            .content,
            """
            content contents body text copy description richtext prose rte wysiwyg markdown paragraphs inner details \
            fulltext longform articlebody articlecontent articletext postbody postcontent posttext storybody storycontent \
            storytext entrycontent maintext bodytext newstext newsbody bodycopy pagecontent maincontent
            """
        ),
        (.main, "main maincontent primary contentmain pagecontent mainbody center"),
        (.caption, "caption captions credit credits wpcaption figcaption imagecaption copyright photocredit"),
        (.message, "message messages thread threads topic reply post posts postbody answer answers question comment"),
        (.product, "product products sku price prices pricing catalog catalogue shop"),
        (.card, "card cards item items tile tiles grid listing result results row"),
        (
            .fold,
            """
            accordion collapse collapsed collapsible tab tabs tabpanel tabcontent panel faq toggle expand expandable \
            expander readmore showmore more answer slide
            """
        ),
        (.unseen, "hidden invisible sr offscreen screenreader visuallyhidden"),
    ]

    /// Beginnings of words, from five letters on.
    static let prefixes: [(ClassWords, String)] = [
        (
            .boilerplate,
            """
            breadcrumb sidebar navbar cookie adverti sponsor newsletter subscri socialshare socialmedia sharebutton \
            pagination
            """
        ),
        (.related, "related recommend recirc crosssell"),
        (.comment, "comment disqus"),
        (.edge, "footer"),
    ]
}
