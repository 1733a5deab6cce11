"""The demo company in Spanish."""

from trato.project.demo.words import Words, texts

SPANISH = Words(
    language="es",
    company="Demo Norte",
    currency="EUR",
    zone="Europe/Madrid",
    country="ES",
    mobile="+346",
    landline="+349",
    digits=8,
    representative="Marta Ibáñez",
    manager="Andrés Peña",
    administrator="Elena Prieto",
    teams=("Norte", "Centro", "Sur", "Levante"),
    given=tuple(
        "Lucía Martín Sofía Hugo María Daniel Paula Pablo Julia Alejandro Aitana Álvaro Valeria Adrián Alba Mateo Carmen"
        " Diego Noa Javier Inés Marcos Nuria Sergio Begoña Íñigo Rocío Ramón Ximena Joaquín Camila Emiliano Renata Óscar"
        " Fernanda Raúl Irene Jorge Teresa Gonzalo Lorena".split()
    ),
    family=tuple(
        "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Ruiz Hernández Jiménez Díaz Moreno"
        " Álvarez Muñoz Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina"
        " Castro Ortega Delgado Ortiz Marín Rubio Núñez Medina Iglesias Castillo Cortés Cano Lozano Vidal".split()
    ),
    has_second_family=True,
    first=tuple(
        "Alba Costa Sierra Delta Prado Lumen Nova Rioja Faro Vega Ámbar Ceiba Duero Ebro Ibérica Olmo Tajo Cantábrica"
        " Mirador Encina Luna Almazara Brisa Coral Dehesa Fuente Granito Jara Laurel Mesta Roble Salinas Turia".split()
    ),
    second=tuple(
        "Logística Alimentos Textil Energía Software Consultores Ingeniería Salud Formación Muebles Envases Turismo"
        " Motor Química Seguros Óptica Papelera Cerámica Viveros Construcciones".split()
    ),
    form=("S.A.", "S.L.", "S.L.", "S. Coop."),
    cities=texts(
        "Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Bilbao|Murcia|Vigo|Gijón|Valladolid|Córdoba|Alicante"
        "|A Coruña|Pamplona|Santander"
    ),
    streets=texts(
        "Calle Mayor|Avenida de la Constitución|Calle del Olivo|Paseo de la Estación|Calle Real|Polígono El Sauce, nave"
        "|Ronda Norte|Calle San Juan|Avenida del Puerto"
    ),
    jobs=texts(
        "Directora de compras|Responsable de compras|Director general|Gerente|Directora financiera|Jefe de operaciones"
        "|Responsable de informática|Directora de marketing|Jefa de producto|Técnico de mantenimiento|Administración"
    ),
    departments=texts("Compras|Dirección|Finanzas|Operaciones|Informática|Marketing"),
    steps=texts(
        "Enviar la cotización|Revisar el contrato|Llamar a compras|Preparar la demostración|Ajustar el precio"
        "|Esperar el visto bueno de dirección|Cerrar las condiciones de pago|Visitar su planta"
    ),
    stages=("Cualificación", "Propuesta"),
    products=(
        ("Atlas 100", "ATL-100", "Atlas", 550),
        ("Atlas 300", "ATL-300", "Atlas", 1096),
        ("Atlas 500", "ATL-500", "Atlas", 4821),
        ("Boreal Inicio", "BOR-I", "Boreal", 55),
        ("Boreal Profesional", "BOR-P", "Boreal", 3393),
        ("Cima Servicio", "CIM-S", "Cima", 720),
        ("Cima Integral", "CIM-T", "Cima", 5482),
        ("Cima Formación", "CIM-F", "Cima", 380),
    ),
    interests=texts(
        "Atlas 500 para el almacén nuevo|Precios de Boreal|Formación del equipo|Cambio de proveedor"
        "|Demostración de Cima Integral|Renovación de equipos|Catálogo y plazos de entrega"
    ),
    account_tags=texts("estratégica|zona norte|pago a 60 días|exporta|renueva en otoño"),
    contact_tags=texts("decide|prefiere teléfono|boletín|feria de Bilbao"),
    lead_tags=texts("feria de Bilbao|campaña de otoño|boletín"),
    calls=texts(
        "Primera llamada|Llamada de seguimiento|Aclarar dudas del presupuesto|Confirmar plazos|Repaso de la propuesta"
    ),
    meetings=texts(
        "Reunión de presentación|Demostración del producto|Visita a sus oficinas|Negociación de condiciones"
        "|Revisión de la propuesta"
    ),
    emails=texts(
        "Propuesta enviada|Resumen de la reunión|Envío del catálogo|Respuesta sobre precios|Condiciones de pago"
    ),
    places=texts("En su oficina|Videollamada|Nuestra sala grande|En su planta|Cafetería del centro"),
    held=texts(
        "<p>Buena conversación. Piden el precio por volumen.</p>"
        "|<p>Les encaja, pero el presupuesto se aprueba el mes que viene.</p>"
        "|<p>Lo verán con dirección y nos dicen algo.</p>|<p>Quieren empezar con una prueba en una sola sede.</p>"
        "|<p>Sin novedades. Volver a hablar más adelante.</p>"
    ),
    tasks=texts(
        "Enviar la cotización|Llamar para confirmar|Preparar la demostración|Revisar el contrato con legal"
        "|Mandar referencias de otros clientes|Pedir fecha para la visita|Actualizar la propuesta"
        "|Confirmar el plazo de entrega"
    ),
    office_tasks=texts(
        "Preparar la reunión del lunes|Revisar la previsión del mes|Repasar las oportunidades paradas|Poner al día la tarifa"
        "|Elegir los clientes para la feria|Repartir las entradas de la web"
    ),
    office_meeting="Reunión del equipo",
    notes=texts(
        "<p>{person} decide junto con finanzas. El presupuesto está aprobado hasta fin de año.</p>"
        "|<p>Comparan con <strong>dos proveedores</strong> más. Lo que más pesa es el plazo de entrega.</p>"
        "|<p>Hablé con {person}: quieren empezar con {product} y ampliar en primavera.</p>"
        "|<p>Su contrato actual vence dentro de tres meses; conviene cerrar antes.</p>"
        "|<p>Lo que piden:</p><ul><li>Formación para ocho personas</li><li>Pago a 60 días</li></ul>"
        "|<p>{person} prefiere que le escribamos por la mañana. Nada de llamadas los viernes.</p>"
    ),
    mentions=texts(
        "<p>{who}, ¿puedes mirar el descuento antes de que lo mande? Piden un 12 % por volumen.</p>"
        "|<p>{who}, me llamó {person} y pregunta por los plazos. ¿Le contestas tú?</p>"
        "|<p>Buen trabajo aquí. {who}, cuéntalo el lunes en la reunión del equipo.</p>"
        "|<p>{who}, este cliente puede servir de referencia para la feria.</p>"
    ),
    forms=(
        ("Contacto de la web", "contacto", "Cuéntanos qué necesitas y te llamamos en un día laborable."),
        ("Pedir una demostración", "demostracion", "Elige el producto y te lo enseñamos en media hora."),
    ),
    consent="Acepto que Demo Norte guarde mis datos para responderme.",
    answers=texts(
        "Nos gustaría recibir precios para tres sedes.|¿Tenéis distribuidor en nuestra zona?"
        "|Queremos ver el producto antes de fin de mes.|Somos un equipo de veinte personas y crecemos."
    ),
    labels=("Nombre", "Empresa", "Correo", "Interés", "Mensaje"),
    campaigns=texts("otono|feria-bilbao|boletin-mayo"),
    lists=(
        ("Visitas de la feria", "Cuentas que hay que invitar a nuestro puesto."),
        ("Renovaciones del trimestre", "Clientes con los que hay que hablar antes de que venzan."),
    ),
    list_notes=texts("Invitar a dos personas|Llamar antes|Llevar el catálogo nuevo"),
    view="Oportunidades de más de 10.000 €",
)
