"""Made-up people: names, pronouns, birthdays, phones. From lists of ours; none of them is anybody.

Names that are words too (Hope, Will, Price) are left out: a note that says "will try" would seem to name somebody.
Phones are of the numbers kept for stories (555-01xx), addresses of the domain kept for examples.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = (
    _words(
        "Aaliyah Adaeze Aisha Alejandra Amina Anjali Bao Beatriz Binta Carmen Chiara Dalia Danuta Deepa Ebele "
        "Elena Emiko Esperanza Farah Fatima Gabriela Gwendolyn Halima Hanna Imani Ines Ioana Jamila Jessamyn "
        "Kalani Keisha Khadija Lakshmi Latoya Leilani Linnea Lucinda Mairead Malika Marisol Mei Meseret Nadia "
        "Naomi Nokomis Oksana Paloma Parvati Quynh Raquel Roberta Rosalind Sabine Safiya Shirin Soledad Tamika "
        "Tanisha Thandiwe Usha Veronica Wanda Xiomara Yasmin Yolanda Zainab Zuzana "
    ),
    _words(
        "Abdul Adebayo Ahmed Alonzo Amit Andre Anselm Babak Bashir Benicio Bogdan Cedric Chidi Cormac Dae-jung "
        "Darius Dmitri Eamon Eduardo Emeka Esteban Farid Fernando Giovanni Goran Hakeem Hamza Hiroshi Ibrahim "
        "Isaiah Jamal Javier Jerome Joaquin Kareem Kenji Kwame Laszlo Leonidas Luther Malik Mateo Mehmet Mohan "
        "Nakoa Nikolai Obinna Omar Osvaldo Pablo Pedro Quincy Rafael Rashad Reuben Salvador Sanjay Sipho Tadeusz "
        "Terrell Tomas Ulises Vikram Wendell Xavier Yusuf Zoltan "
    ),
    _words(
        "Adrian Alexis Amari Ariel Avery Blake Casey Dakota Devin Emerson Jaime Jordan Kai Kiran Lennox Marlow "
        "Morgan Nico Noor Quinn Reese Remy Rowan Sasha Shiloh Skyler Tatum Taylor "
    ),
)
FAMILY = _words(
    "Abdi Achterberg Adeyemi Aguilar Ahlgren Akintola Alvarado Amadi Andrade Arreola Bakshi Balogun Banerjee "
    "Baptiste Begay Bergstrom Bhatt Bianchi Bjornstad Boateng Bouchard Caldera Cardenas Castaneda Chaudhry "
    "Chavarria Chukwu Cisneros Contreras Czerny Dang Delacroix Desrosiers Diallo Dimitrov Dominguez Drummond "
    "Echeverria Eriksen Escobedo Fajardo Farrokhzad Figueroa Fitzgerald Gallardo Gebremedhin Ghorbani "
    "Gonsalves Grabowski Gutierrez Haddadi Halloran Hashimoto Hernandez Hoang Holmquist Ibarra Idowu Iyer "
    "Jankowski Jaramillo Jimenez Kaczmarek Kamara Kaplan Kealoha Khoury Kiplagat Kowalczyk Kristoffersen "
    "Laramie Leblanc Lindgren Lombardi Lucero Macias Maldonado Mbeki Mendoza Mikkelsen Mohamud Montoya Morales "
    "Mukherjee Nakamura Nakai Ndiaye Nguyen Novak Nwosu Obradovic Ochoa Oduya Olawale Orozco Ouellette Pacheco "
    "Papadakis Parvizi Petrosyan Pham Quintero Rahimi Rasmussen Ravindran Rivera Robichaux Rosenbaum Saavedra "
    "Salazar Sandoval Santangelo Schroeder Sepulveda Shimizu Sokolov Soto Srinivasan Stojanovic Suzuki Szabo "
    "Takahashi Tesfaye Thibodeaux Tso Tsosie Uchida Ulibarri Urbano Valenzuela Vandenberg Vasquez Villalobos "
    "Wojcik Yazzie Yilmaz Zamora Zapata Zielinski "
)
PRONOUNS = ("she/her", "he/him", "they/them")
PLACES = _words(
    "Aspen Birch Cottonwood Dogwood Elm Fir Ginkgo Hazel Hickory Juniper Larch Linden Magnolia Maple Mesquite "
    "Oak Pinyon Poplar Redbud Rowan Sequoia Spruce Sumac Sycamore Tamarack Walnut Willow Yucca "
)
WAYS = ("Street", "Hill", "Court", "Bridge", "Crossing", "Park", "Landing", "Square")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up."""

    given: str
    family: str
    pronouns: str
    birth_on: date
    phone: str


def draw_person(random: Random, today: date) -> Person:
    """An adult. Most are called she or he, some they."""
    kind = random.choices((0, 1, 2), (42, 52, 6))[0]
    given = random.choice(GIVEN[kind])
    years = min(76, max(19, round(random.gauss(37, 12))))
    born = today - timedelta(days=years * 365 + random.randrange(365))
    return Person(given, random.choice(FAMILY), PRONOUNS[kind], born, draw_phone(random))


def draw_phone(random: Random) -> str:
    """A number that rings nowhere."""
    return f"{random.choice((303, 505, 612, 720, 802, 907))} 555 01{random.randrange(100):02}"


def site_name(number: int) -> str:
    """The name of the site of this number, from 0: no two alike."""
    count = len(PLACES)
    round_, place = divmod(number, count)
    way = (round_ + place) % len(WAYS)
    name = f"{PLACES[place]} {WAYS[way]}"
    return f"{name} {round_ // len(WAYS) + 1}" if round_ >= len(WAYS) else name


def email_of(name: str, *marks: int) -> str:
    """An address that no mail ever reaches; `marks` make it this person's alone."""
    plain = "".join(
        char for char in name.casefold().replace(" ", ".") if char.isascii() and (char.isalpha() or char == ".")
    )
    return f"{plain}.{'.'.join(map(str, marks))}@clinic.example"
