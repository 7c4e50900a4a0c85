"""Minutes of a made-up town, for what goes over several meetings: amounts that change, a topic that is renamed, a newsletter."""

from pathlib import Path

from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths

MINUTES = {
    "2021-03-09 Verslag Veiligheidsoverleg Merendam": """
## Opening
De burgemeester opent de vergadering en heet iedereen welkom.

## Cameratoezicht stationsplein
De burgemeester lichtte het voorstel voor cameratoezicht op het stationsplein toe. Het cameratoezicht kost naar verwachting
180.000 euro per jaar. De proef met de camera's start op 1 september 2021. De teamchef waarschuwde dat de meldkamer
te weinig mensen heeft.

## Hangjongeren in de Vogelbuurt
De teamchef meldde 64 meldingen van overlast door hangjongeren in de Vogelbuurt. De officier vroeg om een vast aanspreekpunt.

## Kermis
De kermis gaat in 2021 niet door vanwege corona.
""",
    "2021-10-12 Verslag Veiligheidsoverleg Merendam": """
## Proef camera's station
De camera's op het stationsplein hangen nog niet. De levering is vertraagd; de proef met de camera's start nu op 15 januari 2022. De
kosten van het cameratoezicht zijn bijgesteld naar 235.000 euro per jaar. Dit onderwerp komt terug in het LOVP van 14 december 2021.

## Jongerenaanpak Vogelbuurt
De aanpak van de hangjongeren heet voortaan Jongerenaanpak Vogelbuurt. De wethouder zegde toe dat er een jongerencentrum komt.

## Ondermijning op bedrijventerreinen
Op drie bedrijventerreinen zijn lege loodsen gecontroleerd.
""",
    "2021-10-12 Nieuwsbrief Veiligheidsoverleg Merendam": """
Dit is een terugkoppeling van het LOVP van 12 oktober 2021.

## Camera's bij het station
Goed nieuws voor reizigers: in 2022 is 1 miljoen euro voor het cameratoezicht goedgekeurd en geregeld.
""",
    "2022-04-05 Verslag Veiligheidsoverleg Merendam": """
## Cameratoezicht stationsplein
Het onderwerp cameratoezicht is kort besproken. Afgesproken is het cameratoezicht op het stationsplein met twee jaar te verlengen.

## Opvang Oekraïners
De gemeente vangt 140 vluchtelingen uit Oekraïne op in het oude zwembad.

## Kermis
De kermis is van 14 tot en met 19 juni. Er komen zes beveiligers per avond.
""",
    "2022-11-15 Verslag Veiligheidsoverleg Merendam": """
## Jongerenaanpak Vogelbuurt
Het jongerencentrum aan de Spechtstraat is op 1 oktober 2022 geopend. De teamchef is tevreden: er waren nog 18 meldingen.

## Opvang Oekraïners
De gemeente vangt 95 vluchtelingen uit Oekraïne op in het oude zwembad. De opvang stopt op 1 maart 2023.
""",
    "2023-05-23 Verslag Veiligheidsoverleg Merendam": """
## Cameratoezicht
Het cameratoezicht kost 260.000 euro per jaar. De officier gebruikte de beelden in negentien zaken.

## Opvang Oekraïners
De opvang in het oude zwembad is gesloten.

## Rondvraag
Geen vragen.
""",
}
_MONTHS = {"03": "maart", "10": "oktober", "04": "april", "11": "november", "05": "mei"}


def written(folder: Path) -> Path:
    """A folder with the minutes as files."""
    folder.mkdir(exist_ok=True)
    for name, text in MINUTES.items():
        year, month, day = name[:10].split("-")
        title = f"{name[11:]} {int(day)} {_MONTHS[month]} {year}"
        (folder / f"{name}.md").write_text(f"# {title}\n{text}", "utf-8")
    return folder


def indexed(folder: Path) -> Path:
    """A home folder with the minutes in it."""
    home = folder / "home"
    home.mkdir()
    index_paths(home, open_encoder(BUILT_IN), [written(folder / "minutes")])
    return home
