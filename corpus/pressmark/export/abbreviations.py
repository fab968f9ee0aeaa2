"""German abbreviations with a full stop: those that go on, and those that may end a sentence."""

GOING_ON = frozenset(
    """
    abb abgeh abs abt allg alttest amtl anh anm apl art aufl ausg außerord az
    bd bde bearb bed begr beil bes beschl best betr bez bgm bhf bibl biogr bl bspw bzgl bzw
    ca chr dgl dipl dir div doz dr ebd ed eigtl einschl entspr erg erl ev evtl
    fa fam ff fig fn forts fr frhr frl fürstl gebr gef gegr geogr ges gest gez
    ggf ggfs gym gräfl hg hl hptm hr hrn hrsg hs inf ing inh inkl insb insbes inst
    jhg jmd jur kal kap kath kfm kgl komm komp kr lat led lfd lt ltd ltn
    mag max med mind min mr mrs ms mt msgr nachf natürl nr nrn ob obgefr obj obst od oec öff
    op orch ord orig österr pat pf phil philos pol pp präs priv prof proff prot
    psych publ rd red ref reg rer resp rev röm rzt schr schw schwed sen sog sogen sp spez
    sr st staatl std stellv stv städt sta str techn tel telegr theol tit
    übers ugs ungef unv urspr usf verb verf verh verl versch vgl vorm vors vs
    wg wiss wwe zit zt zw zwgst zzgl jr
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Abbreviations, in lower case and without the stop, after which a sentence goes on.

Written for this project from general knowledge: titles, references, offices, and words that only
stand before what they belong to. What a person or firm is called follows, so that a capital letter
says nothing.
"""

ENDING = frozenset(
    """
    abds akt anz beisp bsp bundesl chin cie co corp dez dt einw engl et etc exkl feb ffm febr frz
    griech inc internat ital jan jg jh jhd jhdt jhs jul jun kto lit mfg mill mio mdl mrd mrz nat
    nördl nov okt östl pers plur portug russ sept sa sing so span std stdl südl teilw tsd usw
    vorauss vorst westl zool zul zus ztr a.d a.m d.j e.v i.r o.ä u.ä o.g u.s s.o s.u p.m v.chr n.chr
    v.a d.ä u.u u.a
    """.split()  # noqa: SIM905 - the same
)
"""Abbreviations that a sentence may end with: it does where a word follows that begins one."""

OPENERS = frozenset(
    """
    aber alle allerdings als also am an andere anders auch auf aus außerdem bei beide beim bereits
    bis bislang da dabei dadurch dafür dagegen daher damals damit danach daneben dann daran darauf
    daraufhin darin darüber darum das dass davon davor dazu dem demnach den denn dennoch der deren
    deshalb dessen deswegen die dies diese dieser dieses doch dort drei du durch ebenso ein eine
    einen einer eines einige er erst es etwa euer für gegen gerade gestern gleichzeitig hat heute
    hier hinter hinzu ich ihm ihr ihre im immer in indes insgesamt inzwischen ist jede jeder jedoch
    jetzt kaum kein keine laut letztlich man manche mehr mein mit morgen nach nachdem natürlich
    neben nicht niemand noch nun nur ob obwohl oder ohne rund schon sein seine seit seitdem selbst
    sie sind so sobald sodass sogar solche somit sonst sowohl später statt stattdessen trotz
    trotzdem über überall um und unser unsere unter viel viele vielleicht vielmehr vom von vor
    vorher während war waren warum was weder wegen weil weiter weitere weiterhin welche wenn wer
    wie wieder wir wird wo wobei wohl wurde wurden zu zudem zuerst zugleich zuletzt zum zumindest
    zunächst zur zuvor zwar zwei zwischen
    """.split()  # noqa: SIM905 - the same
)
"""Words that, with a capital letter, begin a sentence rather than name something."""
