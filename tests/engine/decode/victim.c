/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/victim.h"

#include "tests/support/folder.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* The user's files, each with the same text. */
static const char *const files[] = { "secret", "other.jpg", "bashrc", "library.db" };
#define TEXT "precious"
#define PHOTO "photo.jpg"
/* With the photo and the socket. */
#define N_FILES (G_N_ELEMENTS (files) + 2)
#define MODE 0640

static volatile sig_atomic_t n_signals;

static void
count_signal (int number)
{
  n_signals++;
}

static char *
get_path (const Victim *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static int
listen_tcp (guint *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (listen (fd, 4), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  *port = ntohs (address.sin_port);
  return fd;
}

/* One that the system gives to nobody who asks for any: what runs beside this does. */
static guint
find_free_port (void)
{
  for (guint port = 20000 + (guint) getpid () % 10000; port < 32000; port++)
    {
      const struct sockaddr_in address = { .sin_family = AF_INET,
                                           .sin_port = htons ((guint16) port),
                                           .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
      const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      const gboolean is_free = bind (fd, (const struct sockaddr *) &address, sizeof address) == 0;

      close (fd);
      if (is_free)
        return port;
    }
  g_assert_not_reached ();
}

static int
listen_unix (const char *name, gsize first)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  g_assert_cmpuint (strlen (name) + 1 + first, <, sizeof address.sun_path);
  memcpy (address.sun_path + first, name, strlen (name));
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address,
                         (socklen_t) (offsetof (struct sockaddr_un, sun_path) + 1 + strlen (name))),
                   ==, 0);
  g_assert_cmpint (listen (fd, 4), ==, 0);
  return fd;
}

static void
watch_self (void)
{
  const struct sigaction action = { .sa_handler = count_signal, .sa_flags = SA_RESTART };

  g_assert_cmpint (sigaction (SIGUSR1, &action, NULL), ==, 0);
  n_signals = 0;
  g_assert_cmpint (prctl (PR_SET_CHILD_SUBREAPER, 1), ==, 0);
}

void
victim_init (Victim *self)
{
  g_autofree char *bus = NULL;

  self->folder = test_folder_new ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = get_path (self, files[i]);

      g_assert_true (g_file_set_contents (path, TEXT, -1, NULL));
    }
  self->photo = -1;
  bus = get_path (self, "bus");
  self->bus = listen_unix (bus, 0);
  self->abstract_name = g_strdup_printf ("semblance-test-%d", getpid ());
  self->abstract = listen_unix (self->abstract_name, 1);
  self->free_port = find_free_port ();
  self->tcp = listen_tcp (&self->port);
  self->value = 0;
  watch_self ();
}

void
victim_clear (Victim *self)
{
  close (self->tcp);
  close (self->bus);
  close (self->abstract);
  if (self->photo >= 0)
    close (self->photo);
  g_free (self->abstract_name);
  test_folder_remove (self->folder);
}

void
victim_set_orders (Victim *self, const char *attack)
{
  g_autofree char *path = get_path (self, PHOTO);
  g_autofree char *target = victim_get_target (self, attack);
  g_autofree char *orders = g_strdup_printf ("%s\n%s", attack, target);

  g_assert_true (g_file_set_contents (path, orders, -1, NULL));
  g_assert_cmpint (chmod (path, MODE), ==, 0);
  self->photo = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (self->photo, >=, 0);
}

/* What each attack is aimed at: a name in the folder, or else what the letter stands for. */
static const struct
{
  const char *attack;
  const char *name;
  char kind;
} targets[] = {
  { "read", "secret", 0 },         { "list", ".", 0 },
  { "overwrite", "other.jpg", 0 }, { "delete", "other.jpg", 0 },
  { "replace", "bashrc", 0 },      { "truncate", "library.db", 0 },
  { "make-folder", "new", 0 },     { "connect-bus", "bus", 0 },
  { "shell", "mark", 0 },          { "memory-shell", "mark", 0 },
  { "connect-tcp", NULL, 'P' },    { "listen-tcp", NULL, 'F' },
  { "write-memory", NULL, 'M' },   { "connect-abstract", NULL, 'A' },
  { "find-variable", NULL, 'V' },
};

char *
victim_get_target (const Victim *self, const char *attack)
{
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (strcmp (targets[i].attack, attack) == 0)
      switch (targets[i].kind)
        {
        case 'P':
          return g_strdup_printf ("%u", self->port);
        case 'F':
          return g_strdup_printf ("%u", self->free_port);
        case 'M':
          return g_strdup_printf ("%d %lx", getpid (), (gulong) &self->value);
        case 'A':
          return g_strdup (self->abstract_name);
        case 'V':
          return g_strdup ("SEMBLANCE_TEST_SECRET");
        default:
          return get_path (self, targets[i].name);
        }
  return g_strdup_printf ("%d", getpid ());
}

static gboolean
was_visited (int fd)
{
  const int visitor = accept4 (fd, NULL, NULL, SOCK_CLOEXEC);

  if (visitor >= 0)
    close (visitor);
  return visitor >= 0;
}

static gboolean
is_taken (guint port)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons ((guint16) port),
                                       .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const gboolean taken = connect (fd, (const struct sockaddr *) &address, sizeof address) == 0;

  close (fd);
  return taken;
}

static guint
count_entries (const Victim *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static char *
find_changed_file (const Victim *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = get_path (self, files[i]);
      g_autofree char *text = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL) || strcmp (text, TEXT) != 0)
        return g_strdup_printf ("%s was changed", files[i]);
    }
  if (count_entries (self) != N_FILES)
    return g_strdup ("there are other files than before");
  return NULL;
}

static gboolean
photo_is_changed (const Victim *self)
{
  struct stat info;

  g_assert_cmpint (fstat (self->photo, &info), ==, 0);
  return info.st_size == 0 || (info.st_mode & 0777) != MODE || info.st_mtime == 0;
}

char *
victim_find_harm (Victim *self)
{
  struct rlimit limits;
  char *changed = find_changed_file (self);

  if (changed)
    return changed;
  if (photo_is_changed (self))
    return g_strdup ("the photo was changed");
  if (was_visited (self->tcp))
    return g_strdup ("TCP was used");
  if (was_visited (self->bus))
    return g_strdup ("a socket was used");
  if (was_visited (self->abstract))
    return g_strdup ("an abstract socket was used");
  if (is_taken (self->free_port))
    return g_strdup ("somebody listens");
  if (self->value)
    return g_strdup ("memory was changed");
  if (n_signals)
    return g_strdup ("a signal came");
  g_assert_cmpint (getrlimit (RLIMIT_MSGQUEUE, &limits), ==, 0);
  if (limits.rlim_max == 0)
    return g_strdup ("a limit was changed");
  return NULL;
}

gboolean
victim_has_survivors (void)
{
  for (guint i = 0; i < 100; i++)
    {
      const pid_t pid = waitpid (-1, NULL, WNOHANG);

      if (pid < 0 && errno == ECHILD)
        return FALSE;
      if (pid == 0)
        g_usleep (10000);
    }
  /* They end by themselves, and must not be taken for those of the next attack. */
  while (waitpid (-1, NULL, 0) > 0)
    ;
  return TRUE;
}
