/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-sfm"

#include "config.h"

#include "engine/sfm/colmap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define TICK_MILLISECONDS 100
/* How often the size of the work folder is measured. */
#define MEASURE_SECONDS 1
#define NICENESS 5
/* Bytes of an output line that are kept for error messages. */
#define MAX_LINE 200

/* How a step reports progress on its output: a number after @mark, and after '/' the total, which
 * is @total where the step prints none. @max_status is its highest exit status that is not a
 * failure. */
typedef struct
{
  const char *mark;
  guint total;
  int max_status;
} StepMark;

typedef struct
{
  const SemColmap *colmap;
  StepMark mark;
  GPid pid;
  int output;
  GString *line;
  char *last;
  double fraction;
  gint64 measured;
} Child;

char *
sem_colmap_find (GError **error)
{
  const char *chosen = g_getenv ("SEMBLANCE_COLMAP");
  char *program = g_find_program_in_path (chosen && *chosen ? chosen : "colmap");

  if (!program)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_COLMAP,
                 _("Finding scenes needs COLMAP, which is not installed. Install the package "
                   "“colmap”, then look for scenes again. Everything else works without it."));
  return program;
}

/* Between fork and exec: nothing here allocates or locks. */
static void
prepare_child (gpointer data)
{
  const rlim_t size = *(const guint64 *) data;
  const struct rlimit file_size = { size, size }, core = { 0, 0 };
  sigset_t none;

  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setrlimit (RLIMIT_FSIZE, &file_size);
  setrlimit (RLIMIT_CORE, &core);
  setpriority (PRIO_PROCESS, 0, getpriority (PRIO_PROCESS, 0) + NICENESS);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

static gboolean
start (Child *child, char **arguments, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();
  guint64 max_bytes = child->colmap->max_bytes;
  g_autoptr (GError) local = NULL;
  int ends[2];
  gboolean ok;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("COLMAP cannot be started: %s."),
                   g_strerror (errno));
      return FALSE;
    }
  environment = g_environ_setenv (environment, "QT_QPA_PLATFORM", "offscreen", TRUE);
  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  /* What it leaves behind goes with the folder. */
  environment = g_environ_setenv (environment, "TMPDIR", child->colmap->folder, TRUE);
  ok = g_spawn_async_with_fds (child->colmap->folder, arguments, environment,
                               G_SPAWN_DO_NOT_REAP_CHILD, prepare_child, &max_bytes, &child->pid,
                               -1, ends[1], ends[1], &local);
  close (ends[1]);
  child->output = ends[0];
  if (ok)
    return TRUE;
  close (ends[0]);
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_COLMAP,
               _("COLMAP cannot be started: %s. Install the package “colmap” again."),
               local->message);
  return FALSE;
}

static void
read_mark (Child *child)
{
  const char *at = strstr (child->line->str, child->mark.mark);
  guint64 n, total = child->mark.total;
  char *end;

  if (!at)
    return;
  n = g_ascii_strtoull (at + strlen (child->mark.mark), &end, 10);
  if (*end == '/')
    total = g_ascii_strtoull (end + 1, NULL, 10);
  if (total == 0 || n > total)
    return;
  child->fraction = MAX (child->fraction, (double) n / (double) total);
}

static void
end_line (Child *child)
{
  read_mark (child);
  g_strstrip (child->line->str);
  if (child->line->str[0] != '\0')
    {
      g_free (child->last);
      child->last = g_utf8_make_valid (child->line->str, -1);
    }
  g_string_truncate (child->line, 0);
}

/* Reads what is available now. Returns FALSE at the end of the output. */
static gboolean
read_output (Child *child)
{
  char buffer[4096];
  const ssize_t n = TEMP_FAILURE_RETRY (read (child->output, buffer, sizeof buffer));

  for (ssize_t i = 0; i < n; i++)
    if (buffer[i] == '\n' || buffer[i] == '\0')
      end_line (child);
    else if (child->line->len < MAX_LINE)
      g_string_append_c (child->line, buffer[i]);
  return n > 0;
}

/* Waits for output, cancellation or the next check of the limits. */
static void
wait_for_output (Child *child, gboolean *open)
{
  GCancellable *cancellable = child->colmap->cancellable;
  const int cancel_fd = g_cancellable_get_fd (cancellable);
  struct pollfd fds[] = { { .fd = *open ? child->output : -1, .events = POLLIN },
                          { .fd = cancel_fd, .events = POLLIN } };

  if (poll (fds, G_N_ELEMENTS (fds), TICK_MILLISECONDS) > 0 && fds[0].revents)
    *open = read_output (child);
  if (cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
}

static void
set_full_error (const SemColmap *self, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
               _("COLMAP was ended because its files grew above %.1f GB. Try fewer photos."),
               (double) self->max_bytes / 1e9);
}

static gboolean
check_limits (Child *child, GError **error)
{
  const SemColmap *colmap = child->colmap;
  const gint64 now = g_get_monotonic_time ();

  if (g_cancellable_set_error_if_cancelled (colmap->cancellable, error))
    return FALSE;
  if (now > colmap->deadline)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME,
                   _("COLMAP was ended because its time was over. Give it more with "
                     "--limit-minutes."));
      return FALSE;
    }
  if (now - child->measured < MEASURE_SECONDS * G_USEC_PER_SEC)
    return TRUE;
  child->measured = now;
  if (sem_colmap_measure (colmap->folder) <= colmap->max_bytes)
    return TRUE;
  set_full_error (colmap, error);
  return FALSE;
}

static gboolean
has_ended (GPid pid)
{
  siginfo_t info = { 0 };

  return waitid (P_PID, (id_t) pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid;
}

/* Kills what is left of the child's process group before the child is reaped and its pid can be
 * reused. Returns the status as from waitpid(). */
static int
collect (Child *child)
{
  int status = -1;

  kill (-child->pid, SIGKILL);
  while (waitpid (child->pid, &status, 0) < 0 && errno == EINTR)
    ;
  return status;
}

/* @status: as from waitpid(). Returns FALSE with @error set where we killed the child. */
static gboolean
watch (Child *child, int *status, GError **error)
{
  gboolean open = TRUE, ok = TRUE;

  while (ok && !has_ended (child->pid))
    {
      wait_for_output (child, &open);
      if (child->colmap->func)
        child->colmap->func (child->fraction, child->colmap->user_data);
      ok = check_limits (child, error);
    }
  *status = collect (child);
  fcntl (child->output, F_SETFL, O_NONBLOCK);
  while (open)
    open = read_output (child);
  end_line (child);
  return ok;
}

/* A child that hits the size limit dies of SIGXFSZ or of its own write error. */
static void
set_ended_error (const SemColmap *self,
                 const char *step,
                 int status,
                 const char *last,
                 GError **error)
{
  if (sem_colmap_measure (self->folder) >= self->max_bytes
      || (WIFSIGNALED (status) && WTERMSIG (status) == SIGXFSZ))
    set_full_error (self, error);
  else if (WIFSIGNALED (status))
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("COLMAP ended unexpectedly at the step “%s” (%s). Its last words were: %s"),
                 step, g_strsignal (WTERMSIG (status)), last);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("COLMAP failed at the step “%s” (status %d). Its last words were: %s"), step,
                 WEXITSTATUS (status), last);
}

static gboolean
run (const SemColmap *self, StepMark mark, char **arguments, GError **error)
{
  Child child = { .colmap = self, .mark = mark, .measured = g_get_monotonic_time () };
  int status = -1;
  gboolean ok;

  if (!start (&child, arguments, error))
    return FALSE;
  child.line = g_string_new (NULL);
  ok = watch (&child, &status, error);
  close (child.output);
  if (ok && !(WIFEXITED (status) && WEXITSTATUS (status) <= mark.max_status))
    {
      set_ended_error (self, arguments[1], status, child.last ? child.last : "–", error);
      ok = FALSE;
    }
  g_string_free (child.line, TRUE);
  g_free (child.last);
  return ok;
}

gboolean
sem_colmap_extract (const SemColmap *self, guint max_features, GError **error)
{
  g_autofree char *features = g_strdup_printf ("%u", max_features);
  g_autofree char *side = g_strdup_printf ("%u", SEM_SFM_MAX_SIDE);
  g_autofree char *threads = g_strdup_printf ("%u", self->n_threads);
  const char *arguments[] = {
    self->program,
    "feature_extractor",
    "--database_path",
    "database.db",
    "--image_path",
    "images",
    "--SiftExtraction.use_gpu",
    "0",
    "--SiftExtraction.num_threads",
    threads,
    "--SiftExtraction.max_image_size",
    side,
    "--SiftExtraction.max_num_features",
    features,
    NULL,
  };

  return run (self, (StepMark){ "Processed file [", 0, 0 }, (char **) arguments, error);
}

gboolean
sem_colmap_match (const SemColmap *self, GError **error)
{
  g_autofree char *threads = g_strdup_printf ("%u", self->n_threads);
  const char *arguments[] = {
    self->program,
    "matches_importer",
    "--database_path",
    "database.db",
    "--match_list_path",
    "pairs.txt",
    "--match_type",
    "pairs",
    "--SiftMatching.use_gpu",
    "0",
    "--SiftMatching.num_threads",
    threads,
    NULL,
  };

  return run (self, (StepMark){ "Matching block [", 0, 0 }, (char **) arguments, error);
}

gboolean
sem_colmap_map (const SemColmap *self,
                const char *images,
                const char *output,
                guint n_images,
                guint min_size,
                GError **error)
{
  g_autofree char *folder = g_build_filename (self->folder, output, NULL);
  g_autofree char *threads = g_strdup_printf ("%u", self->n_threads);
  g_autofree char *size = g_strdup_printf ("%u", min_size);
  const char *arguments[] = {
    self->program,
    "mapper",
    "--database_path",
    "database.db",
    "--image_path",
    "images",
    "--output_path",
    output,
    "--Mapper.num_threads",
    threads,
    "--Mapper.extract_colors",
    "0",
    "--Mapper.min_model_size",
    size,
    images ? "--image_list_path" : NULL,
    images,
    NULL,
  };

  sem_colmap_remove (folder);
  if (mkdir (folder, 0700) != 0)
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."), name,
                   g_strerror (code));
      return FALSE;
    }
  /* Exit status 1 means no reconstruction or an error, which leaves no reconstruction either. */
  return run (self, (StepMark){ "(", n_images, 1 }, (char **) arguments, error);
}
