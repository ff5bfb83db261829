"""The names of treatment functions, shortened to what people say."""

SPECIALTIES = {
    "ALL": "All specialties",
    "100": "General surgery",
    "101": "Urology",
    "110": "Trauma and orthopaedics",
    "120": "Ear, nose and throat",
    "130": "Ophthalmology",
    "140": "Oral surgery",
    "150": "Neurosurgery",
    "160": "Plastic surgery",
    "170": "Cardiothoracic surgery",
    "300": "General internal medicine",
    "301": "Gastroenterology",
    "320": "Cardiology",
    "330": "Dermatology",
    "340": "Respiratory medicine",
    "400": "Neurology",
    "410": "Rheumatology",
    "430": "Elderly medicine",
    "502": "Gynaecology",
    "X02": "Other medical services",
    "X03": "Other mental health services",
    "X04": "Other paediatric services",
    "X05": "Other surgical services",
    "X06": "Other services",
}


def specialty_name(code: str) -> str:
    """The name of a treatment function; a code that isn't known prints as it is."""
    return SPECIALTIES.get(code, code)
