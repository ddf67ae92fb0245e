"""The demo's people: invented names, addresses that get no mail, one password for all."""

from dataclasses import dataclass

# Only ever set by seed_demo, which refuses to run outside a synthetic demo.
PASSWORD = "synthetic-demo-2004"  # noqa: S105 -- printed on purpose: it opens invented data only


@dataclass(frozen=True)
class Role:
    """One role of a person: in a partnership, or national (of a region or department)."""

    key: str
    partnership: str = ""
    title: str = ""
    region: str = ""
    department: str = ""


@dataclass(frozen=True)
class Person:
    """An invented person; the e-mail address is the account."""

    name: str
    email: str
    roles: tuple[Role, ...]


def _in(slug: str, key: str, title: str) -> Role:
    return Role(key, partnership=slug, title=title)


ROTHERHAM = (
    Person(
        "Amina Holroyd",
        "coordinator@rotherham.example",
        (_in("rotherham", "coordinator", "Co-ordinator, Rotherham Council"),),
    ),
    Person(
        "Councillor Derek Fenwick",
        "chair@rotherham.example",
        (_in("rotherham", "chair", "Chair, Rotherham Council"),),
    ),
    Person(
        "Joyce Adeyemi",
        "vice-chair@rotherham.example",
        (_in("rotherham", "chair", "Vice-chair, Rotherham Voluntary Network"),),
    ),
    Person(
        "Dr Simon Okafor",
        "health@rotherham.example",
        (_in("rotherham", "member", "Rotherham Primary Care Trust"),),
    ),
    Person(
        "Helen Drabble",
        "business@rotherham.example",
        (_in("rotherham", "member", "Rotherham Chamber of Trade"),),
    ),
    Person(
        "Tariq Mahmood",
        "residents@rotherham.example",
        (_in("rotherham", "member", "Rotherham Tenants' Federation"),),
    ),
)
LANCASHIRE = (
    Person(
        "Margaret Entwistle",
        "coordinator@lancashire.example",
        (_in("lancashire", "coordinator", "Co-ordinator, Lancashire County Council"),),
    ),
    Person(
        "Councillor Philip Garstang",
        "chair@lancashire.example",
        (_in("lancashire", "chair", "Chair, Lancashire County Council"),),
    ),
    Person(
        "Superintendent Ruth Clegg",
        "police@lancashire.example",
        (
            _in("lancashire", "member", "Lancashire Constabulary"),
            _in("burnley", "member", "Lancashire Constabulary"),
            _in("rotherham", "member", "South Yorkshire Police, on exchange from Lancashire"),
        ),
    ),
)
BURNLEY = (
    Person(
        "Nadia Hussain",
        "coordinator@burnley.example",
        (_in("burnley", "coordinator", "Co-ordinator, Burnley Borough Council"),),
    ),
    Person(
        "The Reverend Alan Pickup",
        "chair@burnley.example",
        (_in("burnley", "chair", "Chair, Burnley Faith Forum"),),
    ),
    Person(
        "Lee Ormerod",
        "college@burnley.example",
        (_in("burnley", "member", "Burnley College"),),
    ),
)
HACKNEY = (
    Person(
        "Grace Boateng",
        "coordinator@hackney.example",
        (_in("hackney", "coordinator", "Co-ordinator, London Borough of Hackney"),),
    ),
    Person(
        "Moses Levy",
        "chair@hackney.example",
        (_in("hackney", "chair", "Chair, Hackney Community Empowerment Network"),),
    ),
)
YORK = (
    Person(
        "Fiona Acaster",
        "coordinator@york.example",
        (_in("york", "coordinator", "Co-ordinator, City of York Council"),),
    ),
    Person(
        "Professor Ian Bishop",
        "chair@york.example",
        (_in("york", "chair", "Chair, University partner of York"),),
    ),
)
LEEDS = (
    Person(
        "Bridget Malone",
        "coordinator@leeds.example",
        (_in("leeds", "coordinator", "Co-ordinator, Leeds City Council"),),
    ),
    Person(
        "Councillor Amrit Sandhu",
        "chair@leeds.example",
        (_in("leeds", "chair", "Chair, Leeds City Council"),),
    ),
)
CORNWALL = (
    Person(
        "Tamsin Pascoe",
        "coordinator@cornwall.example",
        (_in("cornwall", "coordinator", "Co-ordinator, Cornwall County Council"),),
    ),
    Person(
        "Councillor Jago Trevail",
        "chair@cornwall.example",
        (_in("cornwall", "chair", "Chair, Cornwall County Council"),),
    ),
)
NATIONAL = (
    Person("Dr Eleanor Marsh", "evaluator@evaluation.example", (Role("evaluator"),)),
    Person("Rashid Anwar", "coder@evaluation.example", (Role("evaluator"),)),
    Person(
        "Graham Tilney",
        "reader@odpm.example",
        (Role("department_reader", department="odpm"),),
    ),
    Person("Priya Nair", "reader@dft.example", (Role("department_reader", department="dft"),)),
    Person(
        "Colin Braithwaite",
        "observer@go-north-west.example",
        (Role("observer", region="north_west"),),
    ),
    Person("Sam Whitlock", "administrator@portal.example", (Role("administrator"),)),
)
PEOPLE: tuple[Person, ...] = (
    *ROTHERHAM,
    *LANCASHIRE,
    *BURNLEY,
    *HACKNEY,
    *YORK,
    *LEEDS,
    *CORNWALL,
    *NATIONAL,
)

# What `make run` prints: (address, who it is and what to try).
SIGN_INS: tuple[tuple[str, str], ...] = (
    (
        "coordinator@rotherham.example",
        "co-ordinator of Rotherham: finish the return and declare it ready",
    ),
    ("chair@rotherham.example", "chair of Rotherham: sign that return off"),
    ("chair@lancashire.example", "chair of Lancashire: a return is waiting to be signed off"),
    ("coordinator@burnley.example", "co-ordinator of Burnley: a return already accepted"),
    ("coordinator@york.example", "co-ordinator of York: a return not yet started"),
    (
        "coordinator@leeds.example",
        "co-ordinator of Leeds: the evaluation team asks about two answers",
    ),
    (
        "coordinator@cornwall.example",
        "co-ordinator of Cornwall: a return reopened in two sections",
    ),
    (
        "vice-chair@rotherham.example",
        "vice-chair of Rotherham: a second person who confirms minutes and signs protocols",
    ),
    (
        "health@rotherham.example",
        "board member of Rotherham: agenda and papers, amendments, own actions, a protocol to sign",
    ),
    (
        "police@lancashire.example",
        "member of three partnerships, Lancashire, Burnley and Rotherham: switch between them",
    ),
    (
        "evaluator@evaluation.example",
        "national evaluator: build the edition, see the dashboard, make the summaries",
    ),
    (
        "coder@evaluation.example",
        "second evaluator: codes text answers beside the first and approves quotes",
    ),
    ("reader@odpm.example", "reader at ODPM: released national results"),
    ("reader@dft.example", "reader at DfT: released results on transport"),
    ("observer@go-north-west.example", "Government Office observer for the North West"),
    ("administrator@portal.example", "portal administrator: the register and national roles"),
)
