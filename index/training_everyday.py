"""Plain sentences of our own making, English and Dutch, for an encoder that else knows laws and manuals only.

Who does what, with what and where, drawn at random from short lists: what people see and do in any town, and what officials speak
of. The teacher says what the English means. A word stands as "english=dutch/dutch"; of its Dutch forms one is drawn each time.
"""

import random
from collections.abc import Sequence

from index.training_sources import Row


def _words(listed: str) -> list[tuple[str, Sequence[str]]]:
    """Words with their Dutch forms; "_" stands for a space."""
    pairs = [word.replace("_", " ").split("=") for word in listed.split()]
    return [(english, dutch.split("/")) for english, dutch in pairs]


_WHO = _words("""
man=man/kerel woman=vrouw boy=jongen girl=meisje child=kind/kindje baby=baby person=persoon/mens/iemand lady=dame
guy=vent/kerel kid=kind/knul friend=vriend/vriendin crowd=menigte/mensenmassa group=groep family=gezin/familie
couple=stel/echtpaar team=team/ploeg neighbour=buurman/buurvrouw/buur mother=moeder/mama father=vader/papa
brother=broer/broertje sister=zus/zusje teacher=leraar/docent/juf student=student/leerling doctor=arts/dokter
nurse=verpleegkundige/zuster farmer=boer cook=kok driver=bestuurder/chauffeur singer=zanger/zangeres dancer=danser/danseres
player=speler/speelster worker=arbeider/werknemer/medewerker soldier=soldaat/militair tourist=toerist swimmer=zwemmer
skater=schaatser cyclist=fietser/wielrenner runner=hardloper/loper hiker=wandelaar climber=klimmer painter=schilder
musician=muzikant artist=kunstenaar waiter=ober baker=bakker fisherman=visser priest=priester king=koning judge=rechter
lawyer=advocaat/jurist thief=dief/inbreker victim=slachtoffer witness=getuige prisoner=gevangene/gedetineerde
refugee=vluchteling pedestrian=voetganger customer=klant patient=patiënt colleague=collega passenger=passagier/reiziger
""")
_ANIMALS = _words("""
dog=hond/hondje cat=kat/poes horse=paard bird=vogel cow=koe fish=vis monkey=aap lion=leeuw elephant=olifant sheep=schaap
goat=geit pig=varken rabbit=konijn duck=eend bear=beer tiger=tijger puppy=puppy kitten=katje/kitten
""")
_OFFICIALS = _words("""
policeman=politieagent/agent/politieman officer=agent/politieambtenaar police=politie/politiekorps mayor=burgemeester
minister=minister council=raad/gemeenteraad government=regering/overheid/kabinet citizen=burger/inwoner suspect=verdachte
criminal=crimineel/misdadiger detective=rechercheur guard=bewaker/beveiliger prosecutor=officier_van_justitie/aanklager
parliament=parlement/kamer committee=commissie/comité director=directeur inspector=inspecteur resident=bewoner/inwoner
municipality=gemeente official=ambtenaar/functionaris volunteer=vrijwilliger youth=jeugd/jongeren gang=bende dealer=dealer
firefighter=brandweerman protester=demonstrant/betoger employer=werkgever chairman=voorzitter ambulance=ambulance army=leger
""")
_DOING = _words("""
running=rent/rennen/loopt_hard/rennend walking=loopt/wandelt/lopen/wandelend jumping=springt/springen/springend
sitting=zit/zitten/zittend standing=staat/staan/staand sleeping=slaapt/slapen/slapend dancing=danst/dansen/dansend
singing=zingt/zingen/zingend swimming=zwemt/zwemmen/zwemmend laughing=lacht/lachen crying=huilt/huilen
talking=praat/praten/spreekt playing=speelt/spelen/spelend working=werkt/werken waiting=wacht/wachten/wachtend
climbing=klimt/klimmen/klimmend falling=valt/vallen flying=vliegt/vliegen/vliegend smiling=glimlacht/lacht
fighting=vecht/vechten/vechtend resting=rust/rusten/uitrusten skating=schaatst/schaatsen shouting=schreeuwt/roept
cycling=fietst/fietsen/fietsend fishing=vist/vissen cooking=kookt/koken eating=eet/eten/etend drinking=drinkt/drinken
reading=leest/lezen writing=schrijft/schrijven painting=schildert/schilderen shopping=winkelt/winkelen
travelling=reist/reizen hiding=verstopt_zich/verschuilt leaving=vertrekt/vertrekken/gaat_weg
arriving=arriveert/aankomen/komt_aan kneeling=knielt/knielen lying=ligt/liggen/liggend leaning=leunt/leunen
looking=kijkt/kijken listening=luistert/luisteren training=traint/trainen racing=racet/racen
demonstrating=demonstreert/demonstreren/betoogt striking=staakt/staken
""")
_DOING_TO = _words("""
playing=speelt/bespeelt/spelen riding=rijdt/berijdt/rijden holding=houdt_vast/vasthouden eating=eet/eten/opeten
drinking=drinkt/drinken cutting=snijdt/snijden/knipt cooking=kookt/koken/bereidt frying=bakt/bakken/frituurt
peeling=schilt/pelt/pellen slicing=snijdt/snijden cleaning=maakt_schoon/reinigt/schoonmaken washing=wast/wassen
painting=schildert/verft drawing=tekent/tekenen reading=leest/lezen writing=schrijft/schrijven throwing=gooit/werpt/gooien
catching=vangt/vangen kicking=schopt/trapt/schoppen hitting=slaat/raakt/slaan pushing=duwt/duwen pulling=trekt/trekken
carrying=draagt/dragen lifting=tilt/heft/optillen opening=opent/openen closing=sluit/sluiten breaking=breekt/breken
building=bouwt/bouwen repairing=repareert/herstelt/repareren driving=rijdt/bestuurt/besturen wearing=draagt/dragen/heeft_aan
buying=koopt/kopen/aanschaffen selling=verkoopt/verkopen feeding=voert/voeren/voedt brushing=borstelt/borstelen
mixing=mengt/mengen pouring=giet/schenkt/gieten folding=vouwt/vouwen chopping=hakt/hakken watching=bekijkt/kijkt/bekijken
chasing=achtervolgt/jaagt/achtervolgen biting=bijt/bijten following=volgt/volgen hugging=omhelst/knuffelt
kissing=kust/kussen/zoent helping=helpt/helpen loading=laadt/laden shooting=schiet/beschiet/schieten
tying=bindt/knoopt/vastbinden burning=brandt/verbrandt/verbranden planting=plant/planten digging=graaft/graven
stirring=roert/roeren counting=telt/tellen hiding=verstopt/verbergt losing=verliest/verliezen finding=vindt/vinden
stealing=steelt/stelen/pikt paying=betaalt/betalen
""")
_ACTING = _words("""
arresting=arresteert/aanhouden/houdt_aan/oppakken investigating=onderzoekt/onderzoeken/rechercheert
searching=doorzoekt/fouilleert/zoekt checking=controleert/controleren/nagaan reporting=meldt/rapporteert/melden
discussing=bespreekt/bespreken/praat_over deciding=besluit/beslist/besluiten paying=betaalt/bekostigt/betalen
funding=financiert/financieren/bekostigen stopping=stopt/stoppen/beëindigt banning=verbiedt/verbieden
allowing=staat_toe/toestaan/mag asking=vraagt/verzoekt/vragen answering=antwoordt/beantwoordt
promising=belooft/zegt_toe/toezeggen/beloven refusing=weigert/weigeren protecting=beschermt/beveiligt/beschermen
threatening=bedreigt/dreigt/bedreigen attacking=valt_aan/aanvallen robbing=berooft/overvalt/beroven
killing=doodt/vermoordt/doden punishing=straft/bestraft/straffen fining=beboet/bekeurt helping=helpt/ondersteunt/helpen
warning=waarschuwt/waarschuwen informing=informeert/licht_in/op_de_hoogte_stellen
registering=registreert/registreren/inschrijven evaluating=evalueert/evalueren/beoordeelt planning=plant/plannen/van_plan
organising=organiseert/organiseren/regelt changing=verandert/wijzigt/veranderen improving=verbetert/verbeteren
reducing=vermindert/verlaagt/verminderen increasing=verhoogt/vergroot/uitbreiden/stijgt
postponing=stelt_uit/uitstellen/schuift_door supporting=steunt/ondersteunt/steunen criticising=bekritiseert/heeft_kritiek_op
explaining=legt_uit/licht_toe/uitleggen presenting=presenteert/presenteren rejecting=wijst_af/verwerpt/afwijzen
approving=keurt_goed/stemt_in/goedkeuren demanding=eist/eisen closing=sluit/sluiten opening=opent/openen
using=gebruikt/zet_in/gebruiken testing=test/beproeft/testen buying=koopt/schaft_aan/aanschaf hiring=neemt_aan/werft/werven
firing=ontslaat/ontslaan sharing=deelt/delen/uitwisselen tackling=pakt_aan/aanpakken/bestrijdt
cutting=bezuinigt_op/bezuinigen/kort starting=begint/start/starten finishing=rondt_af/afronden/klaar_met
""")
_THINGS = _words("""
guitar=gitaar piano=piano drum=trommel/drum violin=viool flute=fluit ball=bal bike=fiets bicycle=fiets/rijwiel
motorcycle=motor/motorfiets car=auto/wagen/personenauto truck=vrachtwagen/truck bus=bus train=trein boat=boot
plane=vliegtuig horse=paard skateboard=skateboard rope=touw knife=mes gun=pistool/vuurwapen/geweer sword=zwaard stick=stok
stone=steen book=boek paper=papier letter=brief pencil=potlood phone=telefoon/mobieltje camera=camera computer=computer
bottle=fles cup=kop/beker glass=glas bowl=kom/schaal plate=bord pan=pan spoon=lepel fork=vork chair=stoel table=tafel
bed=bed door=deur window=raam box=doos/kist bag=tas/zak basket=mand hat=hoed/pet shirt=shirt/overhemd jacket=jas/jack
coat=jas/mantel dress=jurk shoe=schoen boot=laars towel=handdoek umbrella=paraplu toy=speelgoed doll=pop kite=vlieger
flower=bloem tree=boom leaf=blad apple=appel banana=banaan orange=sinaasappel lemon=citroen potato=aardappel tomato=tomaat
onion=ui carrot=wortel bread=brood cheese=kaas egg=ei meat=vlees shrimp=garnaal rice=rijst soup=soep cake=taart/cake
pizza=pizza milk=melk water=water coffee=koffie tea=thee beer=bier wine=wijn machine=machine hammer=hamer saw=zaag
wheel=wiel engine=motor key=sleutel lock=slot money=geld coin=munt wallet=portemonnee ring=ring watch=horloge
picture=foto/plaatje sign=bord flag=vlag fire=vuur/brand candle=kaars
""")
_MATTERS = _words("""
law=wet/wetgeving rule=regel/voorschrift budget=begroting/budget weapon=wapen/bewapening taser=taser/stroomstootwapen
stun_gun=stroomstootwapen/taser drug=drug/drugs firework=vuurwerk knife=mes/steekwapen bomb=bom/explosief
camera=camera/bodycam uniform=uniform/dienstkleding vehicle=voertuig/auto computer=computer data=gegevens/data
information=informatie plan=plan report=rapport/verslag decision=besluit/beslissing proposal=voorstel
agreement=afspraak/akkoord/overeenkomst letter=brief permit=vergunning fine=boete/bekeuring tax=belasting
salary=salaris/loon capacity=capaciteit/menskracht staff=personeel/medewerkers training=opleiding/training school=school
shop=winkel street=straat neighbourhood=wijk/buurt border=grens airport=luchthaven/vliegveld court=rechtbank/rechter
prison=gevangenis/cel football=voetbal demonstration=demonstratie/betoging/protest riot=rellen/ongeregeldheden
violence=geweld crime=criminaliteit/misdaad theft=diefstal fraud=fraude/oplichting murder=moord
burglary=inbraak/woninginbraak nuisance=overlast/hinder terrorism=terrorisme cooperation=samenwerking safety=veiligheid
security=beveiliging/veiligheid privacy=privacy health=gezondheid care=zorg problem=probleem/knelpunt shortage=tekort
cut=bezuiniging/korting project=project pilot=proef/pilot system=systeem network=netwerk election=verkiezing/verkiezingen
meeting=vergadering/overleg/bijeenkomst cost=kosten/uitgaven job=baan/vacature/functie police_station=politiebureau
counter=loket/balie alcohol=alcohol/drank traffic=verkeer war=oorlog stabbing=steekpartij/steekincident
robbery=overval/beroving arrest=aanhouding/arrestatie punishment=straf/sanctie
""")
_PLACES = _words("""
street=straat road=weg park=park beach=strand field=veld grass=gras garden=tuin forest=bos mountain=berg hill=heuvel
river=rivier lake=meer pool=zwembad sea=zee snow=sneeuw sand=zand water=water house=huis/woning kitchen=keuken room=kamer
office=kantoor school=school church=kerk shop=winkel market=markt stage=podium bridge=brug station=station city=stad
village=dorp yard=erf fence=hek wall=muur floor=vloer roof=dak bench=bank stairs=trap playground=speelplaats/speeltuin
stadium=stadion gym=sportzaal restaurant=restaurant bar=kroeg/café hospital=ziekenhuis farm=boerderij boat=boot
""")
_LOOKS = _words("""
young=jonge/jong old=oude/oud big=grote/groot small=kleine/klein white=witte/wit black=zwarte/zwart red=rode/rood
blue=blauwe/blauw green=groene/groen yellow=gele/geel brown=bruine/bruin tall=lange/lang happy=blije/vrolijke/blij
sad=verdrietige angry=boze/boos tired=moe/vermoeide wet=natte/nat dirty=vieze/vuile clean=schone/schoon beautiful=mooie/mooi
strong=sterke/sterk quick=snelle/snel little=kleine/klein dark=donkere/donker bright=heldere/fel empty=lege/leeg
full=volle/vol new=nieuwe/nieuw broken=kapotte/kapot wooden=houten poor=arme/arm rich=rijke/rijk
dangerous=gevaarlijke/gevaarlijk safe=veilige/veilig busy=drukke/druk quiet=rustige/stille
""")
_WHERE = _words("""
in=in on=op near=bij/vlakbij behind=achter beside=naast under=onder through=door across=over along=langs over=over
""")
_KINDS = {
    "who": _WHO + _ANIMALS, "other": _WHO + _ANIMALS, "does": _DOING, "does_to": _DOING_TO, "thing": _THINGS, "where": _WHERE,
    "place": _PLACES, "look": _LOOKS, "look2": _LOOKS, "official": _OFFICIALS, "official2": _OFFICIALS, "acts": _ACTING,
    "matter": _MATTERS, "matter2": _MATTERS,
}  # fmt: skip
_SHAPES = (
    ("a {who} is {does}", "een {who} {does}"),
    ("a {who} is {does} {where} the {place}", "een {who} {does} {where} de {place}"),
    ("the {look} {who} is {does} {where} a {place}", "de {look} {who} is aan het {does} {where} een {place}"),
    ("a {who} is {does_to} a {thing}", "een {who} {does_to} een {thing}"),
    ("a {who} is {does_to} a {look} {thing}", "een {who} {does_to} een {look} {thing}"),
    (
        "the {who} is {does_to} the {thing} {where} the {place}",
        "de {who} is bezig {thing} te {does_to} {where} het {place}",
    ),
    ("a {who} with a {thing} is {does} {where} the {place}", "een {who} met een {thing} {does} {where} de {place}"),
    ("a {look} {who} and a {other} are {does}", "een {look} {who} en een {other} {does}"),
    (
        "a {look} {who} and a {look2} {other} are {does} {where} the {place}",
        "een {look} {who} en een {look2} {other} zijn aan het {does} {where} de {place}",
    ),
    (
        "the {who} is {does_to} a {thing} and the {other} is {does}",
        "de {who} {does_to} een {thing} en de {other} {does}",
    ),
    ("a {who} is looking at a {other} with a {thing}", "een {who} kijkt naar een {other} met een {thing}"),
    ("there is no {who} {does} {where} the {place}", "er is geen {who} die {does} {where} de {place}"),
    ("nobody is {does_to} a {thing}", "niemand {does_to} een {thing}"),
    ("no {who} is {does_to} the {thing}", "er is geen {who} die het {thing} {does_to}"),
    ("a {thing} is lying {where} the {place}", "er ligt een {thing} {where} het {place}"),
    ("the {official} is {acts} the {matter}", "de {official} {acts} de {matter}"),
    (
        "the {official} is {acts} the {matter} of the {official2}",
        "de {official} {acts} het {matter} van de {official2}",
    ),
    (
        "the {official} is {acts} the {official2} about the {matter} and the {matter2}",
        "de {official} {acts} de {official2} over de {matter} en het {matter2}",
    ),
    (
        "there is more {matter} and less {matter2} in the {place}",
        "er is meer {matter} en minder {matter2} in de {place}",
    ),
    ("why is the {official} not {acts} the {matter}", "waarom {acts} de {official} de {matter} niet"),
    ("who is {acts} the {matter}", "wie {acts} de {matter}"),
    ("a {who} is {acts} a {official} {where} the {place}", "een {who} {acts} een {official} {where} de {place}"),
)


def everyday(count: int, seed: int) -> list[Row]:
    """That many plain sentences, drawn from the seed; none twice."""
    chance = random.Random(seed)  # noqa: S311 - it makes sentences to learn from, no secret
    made: dict[tuple[str, str], None] = {}
    while len(made) < count:
        drawn = {kind: chance.choice(words) for kind, words in _KINDS.items()}
        english, dutch = chance.choice(_SHAPES)
        said = english.format(**{kind: word for kind, (word, _) in drawn.items()})
        made[said, dutch.format(**{kind: chance.choice(forms) for kind, (_, forms) in drawn.items()})] = None
    return [Row(english, dutch, "own") for english, dutch in made]
