/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/launch.h"

#include "engine/decode/protocol.h"
#include "engine/decode/sanitized.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#define WRAPPER "bwrap"
#define DEBUG_VARIABLE "SEMBLANCE_DECODER_DEBUG"

enum
{
  WRAPPER_UNTRIED,
  WRAPPER_WORKS,
  WRAPPER_FAILS
};

static gint wrapper_state = WRAPPER_UNTRIED;

/* Where libraries and loaders are, for who does not have them in the usual places. */
#define LIBRARIES "LD_LIBRARY_PATH"
#define LOADERS "GDK_PIXBUF_MODULE_FILE"

/* What a worker may know of the environment. */
static const char *const kept[] = { LIBRARIES, LOADERS };
static const char *const kept_for_sanitizers[] = { "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS",
                                                   "UBSAN_OPTIONS" };

static const char *
find_wrapper (void)
{
  static gsize path = 0;

  /* 1 stands for none: 0 would be searched for again. */
  if (g_once_init_enter (&path))
    {
      char *found = g_find_program_in_path (WRAPPER);

      g_once_init_leave (&path, found ? (gsize) found : 1);
    }
  return path == 1 ? NULL : (const char *) path;
}

gboolean
sem_launch_can_wrap (void)
{
  return find_wrapper () && g_atomic_int_get (&wrapper_state) != WRAPPER_FAILS;
}

void
sem_launch_note_wrapped (gboolean works)
{
  g_atomic_int_compare_and_exchange (&wrapper_state, WRAPPER_UNTRIED,
                                     works ? WRAPPER_WORKS : WRAPPER_FAILS);
}

static gboolean
is_kept (const char *variable, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_has_prefix (variable, names[i]) && variable[strlen (names[i])] == '=')
      return TRUE;
  return FALSE;
}

static GPtrArray *
make_environment (void)
{
  GPtrArray *environment = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) all = g_get_environ ();

  for (char **variable = all; *variable; variable++)
    if (is_kept (*variable, kept, G_N_ELEMENTS (kept))
        || (SEM_SANITIZED
            && is_kept (*variable, kept_for_sanitizers, G_N_ELEMENTS (kept_for_sanitizers))))
      g_ptr_array_add (environment, g_strdup (*variable));
  g_ptr_array_add (environment, NULL);
  return environment;
}

static void
add (GPtrArray *arguments, const char *first, const char *second, const char *third)
{
  g_ptr_array_add (arguments, g_strdup (first));
  if (second)
    g_ptr_array_add (arguments, g_strdup (second));
  if (third)
    g_ptr_array_add (arguments, g_strdup (third));
}

/* Makes the folders of unusual places visible. */
static void
add_places (GPtrArray *arguments)
{
  const char *libraries = g_getenv (LIBRARIES), *loaders = g_getenv (LOADERS);
  g_auto (GStrv) folders = g_strsplit (libraries ? libraries : "", ":", -1);
  g_autofree char *folder_of_loaders = loaders ? g_path_get_dirname (loaders) : NULL;

  for (char **folder = folders; *folder; folder++)
    if (g_path_is_absolute (*folder))
      add (arguments, "--ro-bind-try", *folder, *folder);
  if (folder_of_loaders && g_path_is_absolute (folder_of_loaders))
    add (arguments, "--ro-bind-try", folder_of_loaders, folder_of_loaders);
}

/* The system's libraries, read-only, and the worker itself are all the files that there are. */
static void
add_wrapper (GPtrArray *arguments, const char *program, const char *inside)
{
  static const char *const folders[] = { "/lib", "/lib64", "/lib32", "/etc/ld.so.cache",
                                         "/etc/alternatives" };

  add (arguments, WRAPPER, "--unshare-all", "--die-with-parent");
  add (arguments, "--cap-drop", "ALL", NULL);
  add (arguments, "--ro-bind", "/usr", "/usr");
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    add (arguments, "--ro-bind-try", folders[i], folders[i]);
  add_places (arguments);
  add (arguments, "--ro-bind", program, inside);
  add (arguments, "--chdir", "/", NULL);
  add (arguments, "--", NULL, NULL);
}

static GPtrArray *
make_arguments (const SemLaunch *self)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *program = g_canonicalize_filename (self->program, NULL);
  g_autofree char *base = g_path_get_basename (program);
  g_autofree char *inside = g_strconcat ("/", base, NULL);

  if (self->wrapped)
    add_wrapper (arguments, program, inside);
  add (arguments, self->wrapped ? inside : self->program,
       g_getenv (DEBUG_VARIABLE) ? "--debug" : NULL, NULL);
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

static void
add_descriptors (posix_spawn_file_actions_t *actions, const SemLaunch *self)
{
  posix_spawn_file_actions_addopen (actions, 0, "/dev/null", O_RDONLY, 0);
  if (!g_getenv (DEBUG_VARIABLE))
    {
      posix_spawn_file_actions_addopen (actions, 1, "/dev/null", O_WRONLY, 0);
      posix_spawn_file_actions_addopen (actions, 2, "/dev/null", O_WRONLY, 0);
    }
  posix_spawn_file_actions_adddup2 (actions, self->socket, SEM_DECODE_SOCKET_FD);
  posix_spawn_file_actions_adddup2 (actions, self->memory, SEM_DECODE_MEMORY_FD);
  posix_spawn_file_actions_addclosefrom_np (actions, SEM_DECODE_MEMORY_FD + 1);
}

/* Its own process group, by which it is ended together with what wraps it. Ctrl-C in a terminal
 * must not kill the worker in the middle of a photo, which would be counted as a failed attempt at
 * that photo. */
static void
set_attributes (posix_spawnattr_t *attributes)
{
  sigset_t signals;

  sigemptyset (&signals);
  posix_spawnattr_setsigmask (attributes, &signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGPIPE);
  posix_spawnattr_setsigdefault (attributes, &signals);
  posix_spawnattr_setpgroup (attributes, 0);
  posix_spawnattr_setflags (attributes,
                            POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

static int
spawn (const SemLaunch *self, pid_t *pid)
{
  g_autoptr (GPtrArray) environment = make_environment ();
  g_autoptr (GPtrArray) arguments = make_arguments (self);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int result;

  posix_spawn_file_actions_init (&actions);
  add_descriptors (&actions, self);
  posix_spawnattr_init (&attributes);
  set_attributes (&attributes);
  result = posix_spawn (pid, self->wrapped ? find_wrapper () : self->program, &actions, &attributes,
                        (char **) arguments->pdata, (char **) environment->pdata);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return result;
}

/* The thread that starts all workers --------------------------------------------------------- */

typedef struct
{
  const SemLaunch *launch;
  pid_t pid;
  int result;
  gboolean done;
} Order;

static GMutex mutex;
static GCond done;

static void
carry_out (gpointer data, gpointer user_data)
{
  Order *order = data;
  const int result = spawn (order->launch, &order->pid);

  g_mutex_lock (&mutex);
  order->result = result;
  order->done = TRUE;
  g_cond_broadcast (&done);
  g_mutex_unlock (&mutex);
}

/* An exclusive pool keeps its thread. */
static GThreadPool *
get_starter (void)
{
  static GMutex making;
  static GThreadPool *pool;
  static pid_t owner;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&making);

  /* A fork has the pool and not its thread. */
  if (!pool || owner != getpid ())
    {
      pool = g_thread_pool_new (carry_out, NULL, 1, TRUE, NULL);
      owner = getpid ();
    }
  return pool;
}

int
sem_launch_worker (const SemLaunch *self, pid_t *pid)
{
  Order order = { .launch = self };

  g_thread_pool_push (get_starter (), &order, NULL);
  g_mutex_lock (&mutex);
  while (!order.done)
    g_cond_wait (&done, &mutex);
  g_mutex_unlock (&mutex);
  *pid = order.pid;
  return order.result;
}
