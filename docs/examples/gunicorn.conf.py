"""gunicorn for four to forty people: two processes with four threads each."""

bind = "127.0.0.1:8000"  # only the reverse proxy on the same machine reaches it
workers = 2
worker_class = "gthread"
threads = 4

# A process that has not answered for this long is replaced; large photographs take their time.
timeout = 120
graceful_timeout = 30

# Fresh processes now and then, not both at once, keep memory from growing.
max_requests = 2000
max_requests_jitter = 200

# Sign of life in memory: a busy disk must not look like a dead process.
worker_tmp_dir = "/dev/shm"  # noqa: S108

# The product writes its own line for each request, without addresses and names.
accesslog = None
errorlog = "-"
control_socket_disable = True
