"""All settings in one file; what an installation may decide comes from `opora.config.env`."""

from django.utils.csp import CSP

from opora.config import env, mail

HOME = env.home()
SECRET_KEY = env.secret_key()
DEBUG = False
IS_DEMO = env.flag("OPORA_DEMO") or (HOME / "demo").exists()
ADDRESS = env.text("OPORA_ADDRESS", "http://127.0.0.1:8000")
IS_LOOPBACK = env.is_loopback(ADDRESS)
ALLOWED_HOSTS = env.allowed_hosts(ADDRESS)
CSRF_TRUSTED_ORIGINS = [ADDRESS]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_ROOT = HOME / "files"
DEFINITIONS_ROOT = env.beside_sources("definitions")
HELP_ROOT = env.beside_sources("docs")
SAMPLES_ROOT = env.beside_sources("samples")

INSTALLED_APPS = [
    "opora.config",
    "opora.ui",
    "opora.handbook",
    "opora.files",
    "opora.history",
    "opora.jobs",
    "opora.imports",
    "opora.catalogues",
    "opora.questionnaires",
    "opora.people",
    "opora.organisations",
    "opora.groups",
    "opora.cycles",
    "opora.objections",
    "opora.appointments",
    "opora.results",
    "opora.indicators",
    "opora.surveys",
    "opora.answering",
    "opora.identification",
    "opora.risks",
    "opora.measures",
    "opora.orders",
    "opora.assignments",
    "opora.decisions",
    "opora.events",
    "opora.meetings",
    "opora.visits",
    "opora.documents",
    "opora.expertise",
    "opora.roadmaps",
    "opora.curators",
    "opora.plans",
    "opora.search",
    "opora.burden",
    "opora.reports",
    "opora.overview",
    "opora.discussions",
    "opora.desk",
    "opora.calendars",
    "opora.digests",
    "opora.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # pages shrink to a fifth; Django pads each at random, so that its length tells nothing
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "opora.config.encodings.EncodingMiddleware",
    "opora.answering.lean.AnswersAlone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "opora.config.middleware.ActorMiddleware",
    "opora.people.second_factor.SecondFactorMiddleware",
    "opora.config.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "opora.config.urls"
WSGI_APPLICATION = "opora.config.wsgi.application"
FORM_RENDERER = "opora.ui.renderer.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opora.config.shell.shell",
            ],
        },
    }
]

# People and sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "opora.people.adapter.ClosedSignup"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Опора"
USERSESSIONS_TRACK_ACTIVITY = False
# Coordinators and above must add a second factor; an installation may switch that off, the demo does.
SECOND_FACTOR_OBLIGATORY = env.flag("OPORA_SECOND_FACTOR", default=not IS_DEMO)

# allauth's own limit counts addresses: a school of thirty sits behind one
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip"}
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 7
AXES_LOCKOUT_TEMPLATE = "ui/errors/429.html"
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = None
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_FORM_FIELD = "login"

# Security
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOOPBACK
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 0 if IS_LOOPBACK else 365 * 24 * 3600
SECURE_SSL_REDIRECT = not IS_LOOPBACK
# asked on the machine itself, before any proxy
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("OPORA_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# Language and time
LANGUAGE_CODE = "ru"
IMPORT_FILES_KEPT_DAYS = int(env.text("OPORA_IMPORT_FILES_DAYS", "30"))
TIME_ZONE = env.text("OPORA_TIME_ZONE", "Europe/Moscow")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Static files
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": env.static_storage()},
}
WHITENOISE_USE_FINDERS = env.static_storage().startswith("django.")
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Mail: the addresses of a demonstration are invented, nothing is sent to them
_smtp = "" if IS_DEMO else env.text("OPORA_SMTP_URL")
SENDS_MAIL = bool(_smtp)
MAILERS = mail.mailers(_smtp)
DEFAULT_FROM_EMAIL = mail.sender(env.text("OPORA_MAIL_FROM"), smtp=_smtp, address=ADDRESS)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

CSRF_FAILURE_VIEW = "opora.config.errors.csrf_failure"

PGHISTORY_APPEND_ONLY = True
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = None
