/// Texts about nothing that a model learns: small talk, scraped junk, spam, other languages, and whatever
/// else people write. Written for this project; the threshold for foreign texts is chosen with them.
enum ForeignTexts {
  static let lines = text.split(separator: "\n")

  private static let text = ##"""
    lol ok
    hey are you there
    yes done that
    haha no way
    good morning everyone hope you slept well
    brb two mins
    sorry was in the shower, what did i miss
    nm just chilling, u?
    omg stoppp you're killing me
    see you at six then
    ok ok fine you win
    Happy birthday old man!!
    who is this
    wrong chat sorry
    ya same here tbh
    miss you already x
    Good evening, Mrs. Okonjo, I trust the drive was pleasant.
    k cool
    not much just tired
    long time no see!!
    are you bringing Dave or not
    he said what??
    right, I'm off to bed. night night
    just testing if this thing works
    testing testing 1 2 3
    hello hello is anybody out there
    Merry Christmas and all the best for the new year to you and yours
    I'll be there in five, put the kettle on
    no worries at all mate
    meh, dunno
    thats what she said
    did you see the moon last night, it was huge
    can't talk now, in the library
    so anyway how was your weekend
    it was fine, we mostly stayed in and watched the rain
    Cheers, have a good one
    what are you wearing to Priya's thing
    LOL I literally just spat out my tea
    same time next week?
    Fingers crossed for tomorrow, you'll smash it
    nope, not me
    maybe later idk
    And a very good afternoon to you too, sir.
    tell your mum I said hi
    you're a star, thank you so much
    guess who I bumped into at the swimming pool
    aww bless him
    how old are you really
    what's your favourite colour
    do you ever sleep
    I'm bored, tell me something interesting
    alrighty then
    that's hilarious, I have to tell my sister
    dunno, ask Tom
    wait what
    Hiya, it's only me, nothing important
    well well well look who finally woke up
    ok gotta run, the dog is eating something in the garden
    thinking of you today, big hug
    Howdy partner
    Home > Woodworking > Hand Planes > Block Planes > Page 3 of 17
    We use cookies to make this site sing. Accept all | Reject all | Let me choose
    Skip to main content
    © 2009–2023 The Lower Marsh Gazette. All rights reserved. Imprint · Privacy · Sitemap
    <div class="hero hero--dark" id="top"><h1>Welcome to my corner of the web</h1></div>
    function toggleNav(){var n=document.querySelector('.nav');n.hidden=!n.hidden;}
    .sidebar { float: left; width: 22%; margin: 0 1em 0 0; color: #3a3a3a; }
    HTTP/1.1 304 Not Modified
    Cache-Control: max-age=31536000, immutable
    2022-11-04T03:12:55.018Z WARN  [pool-4-thread-9] c.x.lighthouse.Beacon - heartbeat skipped, drift=41ms
    Traceback (most recent call last): File "bake.py", line 88, in <module> loaf.rise(hours=None)
    TypeError: unsupported operand type(s) for +: 'Loaf' and 'NoneType'
    {"id":4471,"species":"Turdus merula","ringed":true,"coords":[53.12,-1.88],"notes":null}
    /var/lib/observatory/plates/1963/plate_0077_b.fits (deleted)
    0000a0  7f 3c 00 11 de ad 9e 42  00 00 01 ff 63 61 74 00  |.<.....B....cat.|
    Read more »
    Share this: Print Pinterest Tumblr Reddit Loading... Related posts
    You are here: Start / Archive / 2014 / March / Notes from the allotment
    Leave a Reply: Your address will not be published. Required fields are marked *
    &nbsp;&nbsp;&raquo; Next article &nbsp;|&nbsp; Previous article &laquo;
    <script> window.__STATE__ = {"theme":"fern","lang":"cy","frogs":12}; </script>
    Older Posts | Newer Posts | Subscribe to: Comments (Atom)
    User-agent: * Disallow: /attic/ Crawl-delay: 30
    at org.willow.parser.Lexer.next(Lexer.java:211) at org.willow.parser.Main.run(Main.java:40)
    C:\Users\hettie\Documents\choir scores\old\magnificat_v2_FINAL.mus
    @media (max-width: 640px) { .grid { grid-template-columns: 1fr; } }
    127.0.0.1 - - [09/Feb/2019:22:41:07 +0000] "GET /frogs/index.php?page=2 HTTP/1.0" 200 5123
    Page generated in 0.0412 seconds with 9 queries
    Lorem ipsum again because nobody wrote the about page
    Table of contents [hide] 1 Early years 2 Career 3 Later life and death 4 Legacy 5 See also
    <a href="#" onclick="return false" class="btn btn-lg btn-teal">Enter the museum</a>
    You must have JavaScript switched on to see this map of megaliths
    Segmentation fault (core dumped)
    Content-Type: multipart/mixed; boundary="=_b0undary_77f1"
    kernel: [ 8123.550182] usb 3-2: new high-speed USB device number 14 using xhci_hcd
    Tags: fermentation, rye, sourdough, winter, grandma
    [Show spoilers] [Hide spoilers] [Report broken link] [Permalink]
    <td align="right" valign="top"><font color="maroon">Visitors since 1998: 004213</font></td>
    npm WARN deprecated moss-loader@0.3.1: this package grew somewhere else
    Advertisement. Scroll to continue reading.
    SELECT name, wingspan FROM moths WHERE county = 'Fife' ORDER BY wingspan DESC;
    Estimated reading time: 7 minutes. Photo: archive of the county museum
    Warning: Cannot modify header information - headers already sent by (output started at /htdocs/poems/top.inc:3)
    A B C D E F G H I J K L M N O P Q R S T U V W X Y Z #
    <?xml version="1.0" encoding="ISO-8859-1"?><poem lang="sv"><stanza n="1"/></poem>
    Filter by: Century | Material | Region | Sort: oldest first | 24 per page
    import numpy as np; x = np.linspace(0, 2*np.pi, 400)
    Most read: 1. Ghost village reappears in drought 2. Owl stops cricket match 3. The last lamplighter
    diff --git a/src/tide.c b/src/tide.c index 91be0f2..c03aa1e 100644
    [ERROR] Failed to compile module hedgerow: expected ';' before '}' token
    Powered by an old laptop and a lot of coffee. Theme: Birch by nobody in particular.
    <meta name="viewport" content="width=device-width"><meta name="robots" content="noarchive">
    Jump to: navigation, search
    EE 4B 11 09 A0 A0 A0 FF 00 12 C3 88 71 5D
    panic: runtime error: index out of range [12] with length 12 goroutine 1 [running]:
    This page was last changed on 3 May 2011, at 17:20. Text may be quoted under certain terms.
    [2021/07/30 05:59:58] INFO sunrise.service: Starting dawn chorus recorder...
    url(data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=) no-repeat 0 0
    Chapters: 00:00 Intro 02:14 Sharpening 09:40 First cut 21:05 Mistakes I made
    Back to top ↑
    Abernathy, Colleen ....... 555-0142
    Bosco's Bait & Tackle (555) 555-0199 ask for Ray
    Dr. Ludo Fennimore, 3rd floor, ext. 4417
    Mum mobile 555 0107 / Mum home 555 0188 / Auntie Jean 555 0123
    Sent from my phone, please excuse the thumbs
    --  Ingrid Solheim-Patel | Lecturer in Phonetics | Room B.214 | Thursdays only
    From: "Gareth P." <gareth@village-hall.example> To: parish-list@village-hall.example Subject: Re: Re: Fwd: bell ropes
    Received: from mx3.pigeonpost.example ([203.0.113.8]) by relay9.example with ESMTP id q7si2213
    This message and any files with it are confidential and meant solely for the person named above. If you are not that person, kindly delete it.
    To stop getting the Moth Society bulletin, reply with REMOVE in the subject line.
    You are receiving this because you once signed our visitor book in Whitby.
    Please consider the trees before printing this e-mail.
    Okafor Chidi, 12 Larch Row, Upper Tilling, 555-0164, choir: bass
    Message-ID: <20180412.081533.kitten@lists.example>
    On Tue, 8 Jan, Marguerite Dunne wrote: > I think the second draft reads better
    MIME-Version: 1.0 X-Mailer: Dovecote 2.11 X-Priority: 3
    Pete (plumber's cousin) 555 0171 only after 7pm
    Kind regards, Prof. em. Anselm Wierzbicki
    Warmest wishes from all of us at the Tuesday Quilters, Joan, Bev, Little Joan and Suki
    Emergency contacts for camp: Nurse Tilly 555-0133, Warden 555-0134, Boatshed 555-0135
    Out of office: I am walking in the Dolomites until the 19th and have left my laptop at home on purpose.
    Team sheet: 1 Haddad, 2 Brock, 3 Oyelaran, 4 Stiles (c), 5 Nguyen, 6 vacant
    Yours faithfully, R. J. Hockaday (Lt Col, retd)
    Violin: F. Castellano 555-0111; Viola: T. Brandt 555-0112; Cello: position open
    Views expressed here are the author's own and not those of the Institute, the Trustees or the cat.
    CC: board@rowers.example; BCC: undisclosed recipients
    Zed's Taxidermy, otters a speciality - 555-0190
    Lars Nyqvist +00 555 0150 (Oslo), +00 555 0151 (cabin, no signal mostly)
    Name: Bronwen Tudor / Born: 1931 / Occupation: slate splitter's daughter / Tape no. 44
    Attached: IMG_2207.JPG, IMG_2208.JPG, IMG_2211.JPG
    [This sender is outside the university. Think before opening attachments.]
    Class of '88 reunion list: Mandy F., Mandy K., Big Steve, Rosalind (now Ross), Theo, Mr Pugh
    Yrs, T.
    Begin forwarded message: Date: 2 October 2006 at 23:14 Subject: poem for Grandad
    Hall keys are with Doreen at no. 9 (555-0119) or Derek at no. 31 (555-0120)
    Unsubscribe | Update your preferences | View this newsletter in your browser
    Quinn, Rafferty; Quinn, Siobhan; Quirke, Aloysius; Quist, Lena
    xoxo Gigi, PhD candidate, Dept. of Medieval Nonsense
    Babysitters: Amara (555 0161), Jodie until 10pm (555 0162), NOT Kevin
    Disclaimer: nothing in this circular is legal, medical or horticultural advice.
    CONGRATULATIONS!!! Your e-mail was randomly chosen for the sum of $4,500,000 USD, contact barrister Johnson Mbeki for claims
    Dear beloved, I am the widow of the late General Tadessa and I wish to entrust to you a trunk of gold
    We can put your website on page 1 in 30 days guaranteed, reply YES for a quote
    🚀🚀 $FROGGO to the moon 1000x gem stealth launch tonight dont sleep on this 🚀🚀
    Forward this to 12 people before midnight or you will have bad luck for seven years
    I noticed your blog has 47 broken backlinks and I would love to offer a guest post
    Lose 14 kilos in 2 weeks with this one weird root doctors HATE
    hot singles near your village are waiting 2 chat
    Make $900 a day from your sofa, no skills, no catch, only 4 spots left
    Hi webmaster, we are a leading outsourcing firm in web design, app development and logo, are you the decision maker?
    Double your bitcoin in 24h, send 0.1 get 0.2 back, verified giveaway
    A girl named Clarissa died in 1997 and if you do not share this text she will stand at the foot of your bed
    High DA dofollow links cheap, casino niche welcome, bulk discount
    I have recorded you through your webcam. You have 48 hours. Pay to the wallet below.
    cheap pi11s n0 prescr1ption discreet c1ick here
    Greetings of the day! We manufacture stainless flanges, gaskets and elbow fittings, MOQ 500 pcs, kindly advise interest
    Join our private signals channel: 94% win rate on forex pairs, ask admin for vip
    Your ancestors left an unclaimed inheritance in Belgium, reply with full name and age
    MAKE MONEY FAST!!! Put your name at the bottom of the list and post one dollar to the top five
    Real diploma from accredited university, no exams, 10 days
    Is your business listed in the World Directory of Leaders? Last chance for free inclusion
    free free free free ringtones wallpapers games 18+
    Hello dear I saw your profile and I feel you are honest person, my name is Svetlana I am nurse
    Airdrop is LIVE: connect wallet and claim 3,000 $MOSSY tokens before snapshot
    Any roof any ruin, we pay notes in hand for your house within one week
    Write 'amen' if you believe and a miracle will reach you by Friday
    Buy 10k real followers, 5k likes, instant, no password needed
    This angel has been round the world nine times, now it is your turn to pass it on
    Our email database contains 2.3 million verified dentists, chiropractors and vets, sample on request
    Psychic Madame Orla has an urgent message about your future, the number 8 will matter
    Work with a top rated ghostwriter and publish your bestseller in 6 weeks!
    GET RICH with ostrich farming webinar seats almost gone
    Hello Sir/Madam, we supply garlic, ginger and frozen squid from Qingdao with best price
    xXx best replica watchez swiss movement 70% 0ff xXx
    mining pool invite: refer 5 friends, hash rate boosted forever, passive income bro
    Scientists stunned: ancient tonic regrows hair in 9 days (see picture 3)
    We'd be honoured to have you as keynote speaker at the 14th Global Congress on Everything, registration fee applies
    Rank higher with AI-written articles, 500 per month, fully spun and unique
    Don't break the chain! Started in Peru in 1953. A man who broke it lost his hat.
    Your site lacks an explainer video. For 99 bucks we will animate your story in 2D
    asdfghjkl asdf asdfgh
    qwertyuiop[]
    aaaaaaaaaaaaaaaaaaaaaaaaaaa hhhhhhhhhh
    🙂🙂🙂🙂 🐸🔥
    ?????? !!!
    3.14159265358979 2.71828182845
    xxxxxxx xxxx xxxxxx
    ....
    jfkdls;a jfkdls;a fjdksla
    🎂🎈🎉 🥳 🎁
    1 2 3 4 5 6 7 8 9 10
    zzzzzzZZZZZZzzzzz
    %%%%%$$$$####@@@@
    marmalade
    lkjh poiu mnbv
    0000000000 1111111111
    :-) :-( :-P ;-) >:-O
    hgjfhgjfhgjfhg fjghfjghfj
    Tuesday
    ☀️🌧️☀️🌧️🌈
    -=-=-=-=-=-=-=-=-=-
    ehehehehehehehehe
    42
    sdkfjhsdkfjh 8837 sdkfj
    noooooooooooooooooooooooo
    ¯\_(ツ)_/¯
    wwwwwwwwwwwwwwwww.
    rhubarb rhubarb rhubarb
    ♥♥♥ ☆彡 ♥♥♥
    7 14 21 28 35 42 49 56
    ghgh ghgh tyty rurur
    kjxq vv bzzt pfft
    <3 <3 <3
    ha HA ha HA ha HA
    ,,,,,,,m,,,,,,m,,m
    perhaps
    🐈 > 🐕
    blah blah blah de blah
    9f8e7d6c5b4a39281706f5e4d3c2b1a0
    yuiyuiyuiyui bnmbnm ~~~~~ 66
    Gestern haben wir im Wald Pfifferlinge gefunden, so viele wie seit Jahren nicht.
    Der Hund meiner Nachbarin bellt immer genau um sechs Uhr morgens.
    Na, wie war dein Wochenende? Wir waren an der Ostsee.
    Im Jahre 1648 endete der Dreißigjährige Krieg, und das halbe Land lag in Trümmern.
    schreib mir wenn du wach bist, hab lustige neuigkeiten
    Il fait un froid de canard ce matin, même les pigeons restent chez eux.
    Ma grand-mère mettait toujours une pincée de muscade dans sa purée.
    coucou ça va ? on se voit samedi chez Léa ?
    Les abeilles communiquent la direction des fleurs par une sorte de danse.
    Le roman raconte la vie d'un gardien de phare qui n'a jamais vu la ville.
    Anoche soñé que el mar llegaba hasta la puerta de mi escuela.
    ¡Qué golazo metió el chaval en el último minuto, todavía estoy temblando!
    Mi abuelo decía que la paciencia es un árbol de raíz amarga.
    jajaja no me lo puedo creer, cuéntamelo todo
    Las tortugas marinas regresan a la misma playa donde nacieron.
    O menino subiu na mangueira e não queria mais descer.
    Bom dia, gente! Hoje tem feijoada na casa da tia Lúcia.
    A chuva caiu a noite inteira e o rio passou por cima da ponte velha.
    kkkkk para com isso, tô chorando de rir
    La nonna impasta gli gnocchi ogni giovedì senza mai pesare la farina.
    Domenica siamo andati a camminare sull'Appennino e abbiamo visto un lupo, forse.
    Nel mezzo della piazza c'è una fontana che nessuno sa più riparare.
    ciao bella, ci sentiamo stasera?
    Vroeger schaatsten we elke winter op de sloot achter de kerk.
    Mijn broer speelt al twintig jaar trombone in dezelfde fanfare.
    Gezellig hoor, maar ik moet nu echt naar bed.
    Babcia zawsze powtarzała, że gość w dom, Bóg w dom.
    Wczoraj na jeziorze widzieliśmy dwa żurawie i jednego bardzo obrażonego łabędzia.
    no hej, co tam u ciebie słychać?
    Sabah erkenden kalkıp balığa çıktık ama sadece bir çizme yakaladık.
    Dedem çocukken köyde elektrik yokmuş, herkes masal anlatırmış.
    Canım çok sıkılıyor, akşama maç var mı?
    Вчера весь вечер шёл снег, и город стал тихим, как во сне.
    Кот опять спит на рукописи, дописать главу не получится.
    привет, ты где? мы уже у Маши
    Бабушка варит вишнёвое варенье по рецепту своей матери.
    昨天傍晚我们在河边散步,看见一只白鹭站在石头上。
    外婆包的粽子里总有一颗很大的红枣。
    哈哈哈 你也太逗了吧
    这首诗写的是秋天离别的心情。
    庭の柿が今年はたくさん実りました。
    昨日の試合、延長戦まで見てしまって寝不足です。
    おはよう〜 今日も寒いね
    祖父は毎朝ラジオ体操をしてから新聞を読みます。
    جلسنا تحت شجرة التين نستمع إلى حكايات جدتي القديمة.
    صباح الخير يا جماعة، الجو اليوم جميل جدا
    كان القمر بدرا والصحراء ساكنة كأنها بحر نائم.
    आज सुबह आँगन में दो मोर नाच रहे थे।
    दादी कहती हैं कि सब्र का फल मीठा होता है।
    अरे यार, कल का मैच देखा क्या?
    할머니 댁 마당에는 오래된 감나무가 한 그루 있다.
    오늘 하늘 진짜 예쁘다 ㅎㅎ
    Mormor stickade vantar åt hela byn den vintern.
    Vi så nordlyset over fjorden i natt, helt grønt.
    Kettu juoksi pihan poikki heti auringonnousun jälkeen.
    Bunica spunea că barza aduce noroc casei pe care își face cuibul.
    Ο παππούς ψάρευε χταπόδια πριν ξημερώσει.
    Tegnap a piacon egy bácsi harmonikázott, és mindenki táncolni kezdett.
    אתמול טיפסנו על ההר וראינו את הים מרחוק.
    Hujan turun sepanjang malam dan katak-katak bernyanyi di sawah.
    Voters in the hill districts went to the polls on Sunday under a thin drizzle, with turnout slightly above that of four years ago.
    The peace talks in the lakeside town broke off shortly before midnight without a joint statement.
    Firefighters brought a blaze in the old cotton mill under control at dawn; nobody was hurt.
    The minister resigned after three weeks of questions about a speech she says she never gave.
    A minor earthquake rattled windows along the coast but caused no damage, the seismological institute said.
    Archaeologists digging beneath a car park have found what they believe is a Saxon glass workshop.
    The opposition accused the cabinet of sleepwalking into a drought.
    Two mountaineers were rescued on Wednesday after spending the night in a snow hole.
    Parliament voted 211 to 198 to lower the voting age, after a debate that lasted fourteen hours.
    The Bronze Age collapsed around the eastern Mediterranean within a few generations, and nobody fully agrees why.
    Napoleon's retreat from Moscow was as much a defeat by typhus and hunger as by cold.
    The Black Death killed perhaps a third of Europe's people between 1347 and 1351.
    In Edo Japan, lantern makers were organised into guilds with strict rules on apprenticeship.
    Hannibal crossed the Alps with elephants, most of which did not survive the winter.
    My great-uncle kept a diary all through the siege, mostly about onions.
    Medieval monks scraped old parchment clean and wrote over it, which is how some lost works of mathematics survived.
    the roman concrete thing is cool, it heals itself with lime or something
    It was the telegraph, not the railway, that first made Londoners feel the world had shrunk.
    Mitochondria carry their own small genome, inherited almost entirely from the mother.
    The catalyst lowers the activation energy but is not consumed in the reaction.
    We measured the decay of the muon over six weeks and got 2.19 microseconds, give or take.
    Plate tectonics was laughed at for decades before the sea floor gave up its stripes.
    A tardigrade can dry out completely and come back to life years later in a drop of dew.
    Samples were centrifuged at 4000 g for ten minutes and the supernatant discarded.
    Figure 3 shows the absorption spectrum of chlorophyll a in acetone.
    If the null hypothesis were true, we would expect a result this extreme in fewer than one sample in fifty.
    Patients with untreated coeliac disease often present with fatigue, anaemia and bone loss.
    The surgeon removed a benign cyst the size of a walnut, and she was home the next day.
    Iron is best absorbed with vitamin C, so squeeze a lemon over your lentils.
    I've had hiccups since breakfast and my left eyelid is twitching
    For a sprained ankle: rest, ice, compression, elevation, and stop showing off on the trampoline.
    Scarlet fever used to empty whole classrooms; my mother lost two cousins to it.
    The trial compared physiotherapy alone with physiotherapy plus a weekly walk in a group of 214 adults over seventy.
    Measles is among the most contagious diseases known, with one case infecting up to eighteen others.
    she's in labour, four centimetres, pray for us
    does a fever of 38.4 in a toddler mean something serious or just teeth
    The swifts left on the third of August this year, all on the same morning.
    A pair of kingfishers is nesting in the bank below the weir.
    The heather was so loud with bees that you heard the moor before you saw it.
    Wolves returned to the valley in 2006, and the willows along the stream grew back soon after.
    saw a fox carrying a whole baguette this morning, living his best life
    Lichens are a partnership between a fungus and an alga, and they grow about a millimetre a year.
    The river turns brown after rain because of the peat.
    An oak may support over two thousand other species, from gall wasps to jays.
    Eels cross an ocean to spawn in a sea no one has ever seen them spawn in.
    Sow broad beans in November if your soil drains well and you don't mind feeding a few mice.
    My tomatoes have blight again, third year running, I give up on outdoor tomatoes
    Prune the plum in summer, never in winter, because of silver leaf.
    The compost is steaming nicely now that I've added the neighbour's grass.
    Divide the rhubarb crown when the leaves have died back and replant with one fat bud each.
    has anyone got sweet peas to flower before june in scotland
    Our cat has decided that the only acceptable water is in my glass.
    puppy ate half a sock and is very proud of himself
    Rabbits need hay more than anything else, about their own body size of it every day.
    The old mare knows the way home and will not be told otherwise.
    RIP Biscuit, best hamster a girl could have, 2019-2021
    Border collies will herd anything: ducks, toddlers, the vacuum.
    why does my budgie bob his head at the mirror all day
    The vet says it's only a cyst but she has to wear the cone of shame for ten days.
    Goldfish can live for decades if you don't keep them in a bowl.
    Tortoise woke up from hibernation today and went straight for the dandelions.
    Soften two onions in butter, very slowly, until they are the colour of old violins.
    Fold the egg whites in with a metal spoon and do not open the oven for twenty-five minutes.
    Secret to a good dal is the tadka at the end, cumin and garlic sizzling in ghee.
    my sourdough looks like a frisbee again
    Salt the aubergine, leave it half an hour, rinse, pat dry, fry in plenty of oil.
    Gran's fruit cake: one pound of everything and enough brandy to see the pastor off.
    Bring the stock to a bare simmer, never a boil, and skim it as often as you remember to.
    200 g flour, 100 g butter, 50 g sugar, pinch of salt, there is your shortbread
    You either like coriander or you taste soap, there's no in between
    United scraped a 2-1 win away from home thanks to a deflected free kick in stoppage time.
    She ran the final lap in 58.9 seconds and still looked as if she was jogging.
    The Hawks are now 12-30 and the coach keeps talking about culture
    Six-love, six-love. I've never been so thoroughly beaten by a man with a knee brace.
    unpopular opinion: the 2004 squad would destroy this one
    In curling, sweeping warms the ice just enough to make the stone run farther and straighter.
    Third place in the under-twelves chess tournament, and she's still annoyed about the bishop.
    GOOOOAAAAL!!! what a strike!!!!
    He bowled a googly that pitched outside leg and took the off bail.
    A federal system spreads power around, but it also spreads the blame.
    The senate committee meets behind closed doors next Thursday to discuss the fisheries treaty.
    The mayor's plan to ban cars from the old town passed by a single vote.
    Is a constitutional monarchy really a democracy, or just a polite argument?
    The second act drags, but the last twenty minutes are as tense as anything I have seen this year.
    Watched it with the kids, they cried, I cried, the dog left the room.
    Every shot of the desert in that film looks like a painting of thirst.
    He plays the villain with such kindness that you almost hand him the keys to the city.
    black and white movies >>> everything made after 1975
    The sequel forgot that the shark was never the point.
    Her documentary follows four beekeepers through a single spring, without narration.
    That bass line has been in my head since Tuesday, send help
    The slow movement is in D flat, and the clarinet enters so softly that you doubt it.
    Tuned the banjo, broke a string, tuned it again, broke another, took up the harmonica.
    Choir practice moved to the vestry because the nave is freezing.
    their first album was recorded in a barn and you can hear the owls
    vinyl just sounds warmer and no i will not be taking questions
    She wrote the song in ten minutes on a bus and has been singing it for forty years.
    Which key has four sharps again? E major or B?
    I've started Middlemarch for the fifth time and this time I mean it.
    Book club verdict: three loved it, two hated it, Sheila hadn't read it but had the most to say.
    a novel about a translator who begins to dream in a language that doesn't exist
    I dog-ear pages. Judge me.
    The footnotes are funnier than the text.
    If a ship's planks are replaced one by one, at what point does it stop being the same ship?
    To say that a thing is natural is not yet to say that it is good.
    Stoicism is not about feeling nothing but about not being dragged by what you feel.
    we are all just apes arguing in a burning library
    Can a statement about nothing be true?
    Write a five paragraph essay about the causes of the First World War using at least two sources.
    my teacher said photosynthesis is going to be on the test, i only know it's green
    Homework for Monday: pages 44 to 46, odd numbers only, show your working.
    Compare and contrast the characters of the two sisters in chapter nine.
    Label the parts of the flower: stamen, pistil, sepal, petal.
    Miss can I go to the toilet
    The water cycle has four stages and I have drawn all of them with a smiling sun.
    What is the difference between a simile and a metaphor, give two examples of each
    Conjugate the verb être in the present, the imperfect and the future.
    Our group presentation is on volcanoes and Jaden has done nothing
    Solve for x: 3x + 7 = 2(x - 5) + 20
    A train leaves at 9:15 going 80 km/h and another leaves an hour later going 110; where do they meet?
    Prove that the square root of 2 is irrational.
    If a triangle has sides 5, 12 and 13, what is its area?
    Let f be continuous on [a, b]; show that f attains its maximum.
    whats 17 x 23 without a calculator
    Find the probability of drawing two red marbles in a row from a bag of 6 red and 9 blue.
    The integral of sec x is a classic trick, multiply top and bottom by sec x + tan x
    12 apples shared among 5 children, how many each and how many left over?
    Differentiate y = x^2 sin(3x) and find the gradient at the origin.
    Dear diary, today M. looked at me in physics and I dropped a magnet on my foot.
    Slept badly. Rain again. Finished the blue scarf and started at once on a green one.
    14 March. Walked to the lighthouse and back, eleven miles, met no one but a goat.
    I am thirty-four today and have at last learned to like olives.
    Quiet day. Father's hands shook less than last week.
    Woke at 4 with the whole plot in my head and by breakfast it had gone.
    today i am grateful for: soup, my sister, the smell of pencils
    Can't stop thinking about what Nora said on the stairs.
    New Year's resolutions: read more, shout less, finally fix the gate.
    The first night in the new house and I don't know any of its noises yet.
    Aunt Philomena arrived with three suitcases and no return date.
    we're having a girl!!! due in october
    My daughter's first word was "no" and her second was "biscuit".
    Grandpa tells the same story about the tractor every Easter and we all wait for the bit with the vicar.
    Mum's side are all tall and loud, dad's side are small and sarcastic, I'm somewhere in the middle
    She keeps every letter he ever wrote her in a biscuit tin on top of the wardrobe.
    I think I love her more when she is asleep and not correcting my grammar.
    We broke up in April and I still have his good umbrella.
    is it weird to invite your ex to your wedding if you're good friends now
    My best friend started dating my cousin and now every barbecue is awkward
    You deserve someone who is glad when you walk into the room.
    I told him how I felt and he said "cool". Cool!
    We are looking for a night-shift baker with at least two years' experience and a tolerance for flour.
    The successful candidate will hold a doctorate in marine geology and enjoy long periods at sea.
    Primary school seeks lollipop person, 8 to 9 and 3 to 4, high-vis jacket provided.
    Tenure-track position in comparative linguistics, teaching load 2+2, review of files begins in January.
    Apologies were received from Mr Hartley. The minutes of the last meeting were read and approved.
    ACTION: Farah to ask the scouts about the marquee by the 12th.
    The chair thanked Colin for his twenty-six years as treasurer, and there was cake.
    AOB: the piano is to be tuned before the panto. Meeting closed at 20:47.
    Decision: we freeze the schema on Friday, Lukas presents the migration plan at the next sync
    Sprint retro: went well - pairing; didn't go well - standups lasting forty minutes
    Present: J. Abara, S. Lund, P. Whitcombe (minutes), and by telephone K. Iwasaki.
    // this loop is off by one on purpose, do not "fix" it
    # TODO: figure out why leap years break the tide table
    /* Walks the tree depth-first; assumes no cycles, which was true in 2012 */
    // HACK: sleeping here hides a race we never understood
    """Return the nearest prime below n, or None for n < 3."""
    refactor: pull the parser out of the god class, no behaviour change
    # magic number found by trial and error, works for owls, not for bats
    -- drop this view after the census import has run once
    The tide has taken down my name again / and spelled it out in weed along the wall
    O little lamp above the cellar stair, how many moths have made of you a moon?
    Between the hammer and the bell there is a silence I know well.
    November: a crow / deciding against the wind, / then deciding again
    I have been to the end of the pier and back / with nothing to show but salt.
    My mother's hands were maps of bread, / her pockets full of string.
    There once was a parson from Crewe whose sermons were always too few
    Snow forgives the roofs first.
    A horse walks into a bar and, frankly, the planning authority should have seen it coming.
    What walks past your window all night and never wakes the dog?
    The dragon had not eaten anyone in a century and was frankly embarrassed by the fuss.
    "You're late," said the ghost, who had been waiting since 1811.
    Captain Ilse Marrow counted the stars twice and got a different number each time.
    By the time the messenger reached the gate, the city had already been sold.
    He put the revolver on the table beside the marmalade and asked if there was more toast.
    The robots buried her with honours, in the rain, as she had taught them.
    Once upon a time there lived a miller with three daughters and one good coat between them.
    She ran. Behind her the corridor folded itself up like a letter.
    It was the sort of village where the murder was less of a scandal than the curtains.
    "Tell me about the sea," the boy said, though there was no sea on that planet.
    Detective Amaro hated three things: mornings, witnesses, and morning witnesses.
    On the fourth day the fog spoke.
    The king's fool was the only man at court who never joked about the queen.
    They found the door at the bottom of the lake, and it was ajar.
    During Ramadan the whole street smells of harira at sunset.
    The rabbi answered the question with a better question, as was his habit.
    Sunday's sermon was on the prodigal son, or rather on his brother, who never gets enough attention.
    Lent starts next week and I'm giving up giving things up
    The pilgrims wash their feet before crossing the temple threshold.
    Why would an all-powerful being care what we have for dinner on Fridays?
    We light the candles on Friday evening and for one day nobody is in a hurry.
    Diwali at my uncle's place this year, 40 people, two bathrooms, pray for me
    absolutely chucking it down here, the ducks look smug
    It's too hot to think. 37 degrees and the tar is melting.
    First frost this morning, the dahlias have gone black overnight.
    Will it snow on Christmas Eve in Vienna this year?
    windy as anything on the ridge, lost my hat and my sandwich
    How far is the moon from the earth in kilometres
    Tonight Jupiter is the bright one low in the east, and the reddish one above it is Aldebaran.
    A neutron star packs more than the mass of the sun into a ball the width of a city.
    Got my first picture of the Andromeda galaxy, 90 subs of 60 seconds, very noisy but I'm thrilled
    The comet's tail always points away from the sun, whichever way it is travelling.
    if the universe is expanding, what is it expanding into??
    We drove out past the last street lamp and lay on the bonnet until the Perseids came.
    Olympus Mons is so wide that, standing on it, you would not see its edge.
    Which planet has the longest day
    Sounds like a sticking caliper to me, jack it up and spin the wheel by hand.
    Torque the head bolts in three stages and follow the sequence in the manual, from the middle out.
    white smoke on startup then clears, coolant going down slowly, my bet is head gasket
    Replaced the glow plugs, the relay and my patience; still won't fire below zero.
    A two-stroke wants oil in the fuel, a four-stroke wants it in the sump, and my lad mixed them up.
    rust in the sills again, got the welder out, wife not amused
    Bleed the brakes starting with the wheel farthest from the master cylinder.
    the clunk over potholes is nearly always the drop links
    My four-year-old has announced that she is now called Trevor.
    Any tips for getting a six month old to sleep longer than ninety minutes, I'm a zombie
    We don't do screens at the table, and by we I mean I try and my husband doesn't.
    Is it normal for a toddler to eat only beige food for a month?
    The first day of school, and it was me who cried in the corridor.
    baby led weaning = carrot on the ceiling
    My son asked where the dark goes when you put on the light, and I had nothing.
    anyone up for a raid tonight? need a healer and one tank
    gg ez, their jungler was afk half the match lol
    Finally beat the moth queen on hard after 71 tries, hands shaking
    The trick with the third puzzle is to light the torches in the order of the murals.
    rolled a natural 1 on the stealth check and fell into the bishop's soup
    my druid is level 9 now and still scared of stairs
    Speedrun strat: skip the bridge, clip through the well, save about forty seconds.
    nerf snipers pls
    We played Settlers till 3am and nobody is speaking to Martin.
    Ruy Lopez or Italian for a beginner playing white?
    he built the entire cathedral in blocks, took him two years, then a creeper happened
    First time poster, long time lurker. Here's my take on hollow earth theory: no.
    +1 to what oldtimer said, also use a sharper chisel
    bump for the night crew
    Mods please move this to the off-topic section
    I respectfully disagree with OP; the Etruscans were not from Atlantis.
    Edit: wow this blew up, thanks for the kind words about my ferret
    tl;dr don't dry mushrooms in a sauna
    This has been discussed to death, see the sticky thread on hand-forged hinges.
    Source? Because every dialect map I've seen puts the border farther north.
    Following, as I have the same species and it also turned purple
    Sunday morning, mist on the river, nobody about. This is my church. 🌿
    me: i'll go to bed early. also me at 2am: do worms have eyebrows
    Day 12 of drawing one teapot every day ☕ #teapotober
    nobody: / absolutely nobody: / my dad: "they don't make gravel like they used to"
    So proud of this one, crossed the finish line in the rain with one shoe 💪
    just saw a toddler in a full knight costume at the funfair, day made
    throwback to when we all had that haircut
    Grief is weird. Today it was a jar of pickled walnuts that did it.
    can we talk about how otters hold hands when they sleep
    New tattoo!! it's a heron, not a flamingo, stop asking
    Who painted the Garden of Earthly Delights?
    what's the capital of burkina faso
    How many bones does an adult human have, and why do babies have more?
    When did the last woolly mammoth die?
    what does "defenestration" mean
    Who invented the zip fastener, and in which year?
    is a tomato a fruit or a vegetable in legal terms
    Why is the sky blue but the sunset red
    Tallest building in the world in 1930?
    how do you say thank you in Icelandic
    Which river flows through Budapest?
    What's the plural of octopus, really?
    who was pope during the fall of constantinople
    Name three composers who were born in Bonn.
    How deep is the Mariana Trench compared with the height of Everest?
    what do axolotls eat in the wild
    Did Cleopatra live closer in time to us than to the building of the pyramids?
    boiling point of ethanol at sea level
    Which countries border Lake Victoria
    what year did the berlin wall come down and who was chancellor then
    Hey, set a timer for eleven minutes
    play some rain sounds
    Turn off the lights in the hallway and lower the blinds.
    wake me at half past five tomorrow
    Add oat milk, candles and lightbulbs to my shopping list
    what's the weather like in Lisbon on Saturday
    Remind me to water the ficus on Thursday evening
    volume down. down. more. stop
    Play the next episode of that podcast about shipwrecks
    Flip a coin for me.
    tell me a bedtime story about a snail
    Sing happy birthday to Leonie
    how long until sunset
    Read me the headlines, but only the cheerful ones.
    call grandma on speaker
    Translate "where is the nearest waterfall" into Welsh
    Write me a haiku about a stapler
    The glacier has lost a third of its length since my father first photographed it.
    According to the coroner, death was due to misadventure involving a punt.
    A strike by harbour pilots entered its ninth day with no sign of movement on either side.
    Police are appealing for witnesses after a bronze statue of a heron was stolen from the park.
    The printing press made heresy cheap.
    Vikings traded furs for Arab silver, and the coins still come up in Gotland potato fields.
    Light takes eight minutes and twenty seconds to reach us, so we never see the sun as it is.
    In a double-blind study neither the patients nor the researchers know who has the placebo.
    Basalt cools into hexagons for the same reason mud cracks.
    The patient, a 62-year-old retired welder, was admitted with shortness of breath and swollen ankles.
    Breathing into a paper bag is no longer recommended for panic attacks.
    Day 5 of the antibiotics and the cough is finally loosening
    In the Namib, beetles stand on their heads to drink the fog.
    The otter came up with an eel as long as itself and ate it noisily, tail last.
    Hedgehogs shouldn't be given bread and milk, a bit of cat food is far better
    Leave the ivy on the wall until the blackbirds have fledged.
    lawn is 80% moss at this point and honestly i prefer it
    Hardy geraniums will forgive you almost anything except wet feet.
    Our greyhound sleeps twenty hours a day and uses the other four to look for a better sofa.
    cat has brought in a live frog, the frog is winning
    Rub the pork with fennel seed and salt, leave it overnight, and roast it until the crackling sings.
    Pickle your beetroot while it's still warm; it drinks the vinegar better.
    tried making kimchi, whole flat smells like a dragon
    A pinch of cardamom in the coffee, the way they do in Amman.
    The referee lost control of the match somewhere around the third yellow card.
    She lifted 104 kilos in the snatch, dropped it, winked, and walked off.
    Our pub quiz team came last again but we did get the question about herons.
    Lobbyists outnumber legislators in the capital by roughly nine to one.
    The referendum question was forty-three words long and contained two negatives.
    It's a quiet film about a noisy family, and I can't stop thinking about the mother.
    The stunt work is superb; the script appears to have been dropped down some stairs.
    who would win, a hobbit with a frying pan or a stormtrooper
    Mahler nine live last night. I walked home the long way round.
    drummer quit again so we're a folk band now
    Her memoir skips the famous years entirely and spends a hundred pages on a pony.
    I've alphabetised the poetry and now I can't find anything.
    explain the plot of macbeth in 3 sentences, its due in 20 min
    In your own words, describe how the Nile flood shaped the Egyptian calendar.
    Draw a Venn diagram of mammals that fly and mammals that lay eggs.
    Simplify 48/180 to lowest terms and write it as a percentage to one decimal place.
    Show by induction that 1 + 3 + 5 + ... + (2n-1) = n^2.
    A ladder 6 m long leans at 70 degrees; how high up the wall does it reach?
    Sat on the back step with my tea and watched the neighbours' washing blow into our pear tree.
    Missed the last ferry, slept in a net shed, felt about nineteen again.
    ugh mondays. also tuesdays. wednesdays can stay
    Dad's been teaching me to whittle; so far I've made a smaller stick.
    Our youngest lost a tooth in an apple, and then lost the apple.
    Long distance is mostly learning what the other one's ceiling looks like.
    Seasonal fruit pickers needed from mid June, tents welcome, no dogs in the orchard
    Hiring: bilingual court stenographer (Portuguese), three days a week, pension.
    # why does this work? nobody knows. tests are green. go home.
    The rain wrote one long letter to the roof / and signed it with a drip.
    What has keys but opens no door, and a bench but no judge?
    The last human on Mars planted a lemon tree and waited for it to have an opinion.
    "Nobody ever drowned in that well," said Mrs Pym, "who wasn't asked to."
    The wizard's apprentice had been told never to feed the mirror.
    Somewhere below decks the cello began to play by itself.
    The monks at the top of the cliff haul everything up by rope, including the bishop.
    fog so thick this morning i said good day to a postbox
    A blue moon is just the second full one in a month, nothing blue about it, sadly.
    Mercury is not the hottest planet, Venus is, because of its blanket of carbon dioxide.
    Set the points to sixteen thou and she'll idle like a kitten.
    clutch cable snapped on the pass, drove home forty miles in second gear
    The twins have learned to open the fridge. God help the yoghurt.
    stepdad here, she called me dad by accident today and then pretended it was a cough
    we need a name for the guild, so far it's between Wet Owls and Bread Council
    Fifteen hours in and the game still hasn't told me who I'm playing as.
    Hello from Tasmania! New here, I collect antique barometers and mild regrets.
    Can confirm, my uncle worked on that dam and there is definitely no bunker
    posted this in the wrong thread, ignore me, enjoy the photo of a stoat
    Look at this absolute unit of a courgette 🥒
    made it to the summit before the clouds did, legs are jelly, 10/10
    whoever invented fitted sheets, let's talk outside
    Is there life on Europa?
    how many moons does neptune have
    who sang the theme of that old show about the talking otter
    List the noble gases in order of atomic weight.
    Convert 68 fahrenheit into celsius
    dim the bedroom lamp to twenty percent and put on whale song
    what day of the week was 4 july 1976
    Skip this song, I hate accordions
    The auction of the late duke's umbrella stands drew bidders from three continents.
    Sign languages have grammar, slang, puns and regional accents, just like any other language.
    I learned to knit in hospital and to unravel at home.
    The bus shelter has been painted by the infants with a remarkable number of purple horses.
    There's a street in our town where every door is a different blue.
    Pottery class update: it was meant to be a vase, it's a hat now.
    my therapist says i should write letters and not send them, so far i've written to the sea
    Marathon training wk 6, 24k long run, blister the size of a coin, worth it
    In the dream I was late for an exam in a subject called Weather.
    The bridge will stay closed to heavy vehicles until at least the end of June, the county engineer said, after inspectors found cracks in two of the main supports.
    Three candidates are standing in the by-election, which was called after the sitting member died in February at the age of seventy-eight.
    The city orchestra has appointed its first female chief conductor, a thirty-nine-year-old from Tampere who began her career as a viola player.
    In the spring of 1816, following the eruption of a volcano half a world away, the sun barely shone over much of Europe, harvests failed from Ireland to Switzerland, and the price of bread doubled within months.
    The enzyme binds its substrate in a narrow cleft, and a single mutation at the entrance of that cleft is enough to reduce the rate of the reaction a hundredfold, which suggests that shape matters here more than charge.
    She had grown up above a bakery and could not sleep, even at fifty, in any room that did not smell faintly of yeast, so that hotels were a misery to her and prisons, she imagined, would be worse.
    So basically I was walking home from band practice and this guy on a unicycle goes past juggling, and he just nods at me like it's nothing, and I've been thinking about him all week
    My grandmother left her village at sixteen with a rolled-up quilt and a cousin's address, and by the time she was twenty she was running the kitchen of a boarding house with forty dockers in it.
    High blood pressure usually causes no symptoms at all, which is why adults over forty are advised to have it measured at least once every few years.
    The museum holds about nine hundred pieces of pottery from the site, most of them fragments, and a full catalogue is expected in two volumes.
    Vaccination against rubella is recommended before pregnancy rather than during it.
    I don't think the new offside rule has made football any better, and most of the people I sit with on Saturdays say the same.
    He was born in Leipzig, studied law without enthusiasm, and spent the rest of his life drawing beetles.
    Our reading group meets on the first Wednesday of the month in the back room of the Fox, new faces always welcome.
    Unlike most mammals, the platypus lays eggs and detects its prey by sensing weak electric fields in the water.
    Went to see my old school today, they've knocked down the gym and put up a climbing wall.
    The committee on higher education heard evidence on Tuesday from four vice-chancellors and a student union president about teaching standards, class sizes and the decline in applications to study modern languages.
    Carbon-14 has a half-life of about 5,700 years, so it is of no use for dating dinosaurs.
    Chop the parsley finely, stir it through the warm potatoes with oil and vinegar, and leave it for an hour before you eat.
    Does anyone remember the name of the short story where the boy finds a map drawn inside an egg
    i think my roommate is mad at me because i laughed at her poem but it was supposed to be funny??
    Why did the beekeeper fail his driving test? He kept swerving towards the flowers.
    """##
}
