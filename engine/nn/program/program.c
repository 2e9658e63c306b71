/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-nn"

#include "config.h"

#include "engine/nn/program/program.h"
#include "engine/nn/program/program-process.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Until a program that failed twice in a row is started again. */
#define PAUSE (60 * G_TIME_SPAN_SECOND)
/* Pictures that a new program is tried with. */
#define N_TRIED 4
/* It is timed as often, or for as long. */
#define MOST_TRIES 4
#define ENOUGH G_USEC_PER_SEC
#define TICK (G_TIME_SPAN_SECOND / 20)

/* One question. @rgb or @text: of the caller, who waits; @done: @feature or @error is set then */
typedef struct
{
  const guint8 *rgb;
  const char *text;
  float *feature;
  gboolean taken;
  gboolean done;
  GError *error;
} Question;

/* @waiting: (element-type Question): those that nobody talks about yet; @talking: whether a thread
 * uses @process. @mutex protects all but @process, which belongs to the thread that talks. */
struct _SemProgram
{
  guint n_refs; /* under the table's mutex */
  char *key;
  SemProgramSettings *settings;

  GMutex mutex;
  GCond changed;
  GPtrArray *waiting;
  gboolean talking;
  SemProgramProcess *process;
  guint n_failures;
  gint64 failed;
  GError *failure;
};

/* All that are in use, by all that their settings say. */
static GMutex table_mutex;
static GHashTable *table;

SemProgram *
sem_program_get (const SemProgramSettings *settings)
{
  g_autofree char *id = sem_program_settings_get_id (settings);
  g_autofree char *key =
    g_strdup_printf ("%s\n%u\n%s\n%s", id, settings->seconds, settings->folder, settings->command);
  SemProgram *self;

  g_mutex_lock (&table_mutex);
  if (!table)
    table = g_hash_table_new (g_str_hash, g_str_equal);
  self = g_hash_table_lookup (table, key);
  if (!self)
    {
      self = g_new0 (SemProgram, 1);
      self->key = g_steal_pointer (&key);
      self->settings = sem_program_settings_copy (settings);
      self->waiting = g_ptr_array_new ();
      g_mutex_init (&self->mutex);
      g_cond_init (&self->changed);
      g_hash_table_insert (table, self->key, self);
    }
  self->n_refs++;
  g_mutex_unlock (&table_mutex);
  return self;
}

void
sem_program_unref (SemProgram *self)
{
  gboolean last;

  g_mutex_lock (&table_mutex);
  last = --self->n_refs == 0;
  if (last)
    {
      g_hash_table_remove (table, self->key);
      if (g_hash_table_size (table) == 0)
        g_clear_pointer (&table, g_hash_table_unref);
    }
  g_mutex_unlock (&table_mutex);
  if (!last)
    return;
  sem_program_process_free (self->process);
  sem_program_settings_free (self->settings);
  g_ptr_array_unref (self->waiting);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->key);
  g_free (self);
}

const SemProgramSettings *
sem_program_get_settings (SemProgram *self)
{
  return self->settings;
}

/* Starting ------------------------------------------------------------------------------------- */

/* @title: (nullable): what it has to be. */
static gboolean
check_hello (const SemProgramSettings *settings,
             const SemWireHello *hello,
             const char *said,
             const char *title,
             GError **error)
{
  if (hello->d > SEM_PROGRAM_MAX_DIM)
    g_set_error (
      error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
      _("The program of the backbone “%s” gives %u numbers a picture, and at most %d are "
        "taken. Have it shorten them, for example to their first principal components."),
      settings->name, hello->d, SEM_PROGRAM_MAX_DIM);
  else if (hello->d != settings->d)
    g_set_error (
      error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
      _("The program of the backbone “%s” gives %u numbers a picture, and not %u. Add it "
        "with --dimensions %u."),
      settings->name, hello->d, settings->d, hello->d);
  else if (hello->side != 0 && hello->side != settings->side)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _("The program of the backbone “%s” wants pictures of %u pixels a side, and not "
                   "%u. Add it with --input %u."),
                 settings->name, hello->side, settings->side, hello->side);
  else if (title && strcmp (said, title) != 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _("The program of the backbone “%s” is “%s” now and was “%s” when it was added: "
                   "their features cannot be compared. Add it again, with another name."),
                 settings->name, said, title);
  else
    return TRUE;
  return FALSE;
}

static SemProgramProcess *
start (const SemProgramSettings *settings,
       const char *title,
       char **said,
       gboolean *words,
       GCancellable *cancellable,
       GError **error)
{
  SemWireHello hello;
  g_autoptr (SemProgramProcess) process =
    sem_program_process_start (settings, &hello, said, cancellable, error);

  if (!process || !check_hello (settings, &hello, *said, title, error))
    return NULL;
  *words = hello.words;
  return g_steal_pointer (&process);
}

gboolean
sem_program_meet (SemProgramSettings *settings, GCancellable *cancellable, GError **error)
{
  const gsize size = (gsize) settings->side * settings->side * 3 * N_TRIED;
  const SemWireHeader asked = { SEM_WIRE_PICTURES, N_TRIED, size };
  g_autofree guint8 *grey = g_malloc (size);
  g_autofree float *feature = g_new (float, (gsize) settings->d *N_TRIED);
  g_autofree char *said = NULL;
  g_autoptr (SemProgramProcess) process =
    start (settings, settings->title, &said, &settings->words, cancellable, error);
  gboolean refused;
  gint64 begun;

  memset (grey, 128, size);
  if (!process
      || !sem_program_process_ask (process, &asked, grey, feature, &refused, cancellable, error))
    return FALSE;
  /* Again, since the first answer may have taken longer, and others as well on a busy computer. */
  settings->rate = 0;
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < MOST_TRIES && g_get_monotonic_time () < begun + ENOUGH; i++)
    {
      const gint64 start_time = g_get_monotonic_time ();
      double rate;

      if (!sem_program_process_ask (process, &asked, grey, feature, &refused, cancellable, error))
        return FALSE;
      rate =
        N_TRIED * (double) G_USEC_PER_SEC / (double) MAX (1, g_get_monotonic_time () - start_time);
      settings->rate = MAX (settings->rate, rate);
    }
  g_free (settings->title);
  settings->title = g_steal_pointer (&said);
  return TRUE;
}

/* Talking, by one thread at a time ------------------------------------------------------------- */

static gboolean
ensure_process (SemProgram *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *said = NULL;
  gboolean words;

  if (!self->process && self->n_failures > 1 && g_get_monotonic_time () < self->failed + PAUSE)
    {
      *error = g_error_copy (self->failure);
      return FALSE;
    }
  if (!self->process)
    self->process =
      start (self->settings, self->settings->title, &said, &words, cancellable, error);
  return self->process != NULL;
}

/* The bytes of the questions. */
static guint8 *
join (const SemProgram *self, GPtrArray *batch, SemWireHeader *asked)
{
  const Question *first = g_ptr_array_index (batch, 0);
  const gsize size = (gsize) self->settings->side * self->settings->side * 3;
  guint8 *body;

  *asked = (SemWireHeader){ first->text ? SEM_WIRE_WORDS : SEM_WIRE_PICTURES, batch->len,
                            first->text ? strlen (first->text) : batch->len * size };
  if (first->text)
    return g_memdup2 (first->text, asked->size);
  body = g_malloc (asked->size);
  for (guint i = 0; i < batch->len; i++)
    memcpy (body + i * size, ((const Question *) g_ptr_array_index (batch, i))->rgb, size);
  return body;
}

/* @refused: (out): whether it answered with a sentence, which is in @error */
static gboolean
ask (SemProgram *self,
     GPtrArray *batch,
     float *numbers,
     gboolean *refused,
     GCancellable *cancellable,
     GError **error)
{
  SemWireHeader asked;
  g_autofree guint8 *body = join (self, batch, &asked);

  *refused = FALSE;
  if (!ensure_process (self, cancellable, error))
    return FALSE;
  if (sem_program_process_ask (self->process, &asked, body, numbers, refused, cancellable, error))
    return TRUE;
  if (!*refused)
    g_clear_pointer (&self->process, sem_program_process_free);
  return FALSE;
}

/* Whether the program describes a grey picture, so that it is not the program that is unable. */
static gboolean
describes_grey (SemProgram *self, GCancellable *cancellable)
{
  g_autofree float *feature = g_new (float, self->settings->d);
  const gsize size = (gsize) self->settings->side * self->settings->side * 3;
  g_autofree guint8 *grey = g_malloc (size);
  Question question = { .rgb = grey };
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  gboolean refused;

  memset (grey, 128, size);
  g_ptr_array_add (batch, &question);
  return ask (self, batch, feature, &refused, cancellable, NULL);
}

/* @sentence: (transfer full): with which the program answered */
static GError *
make_refusal (GError *sentence)
{
  GError *refusal = g_error_new_literal (SEM_ERROR, SEM_ERROR_REFUSED, sentence->message);

  g_error_free (sentence);
  return refusal;
}

/* Each picture alone, after all were refused together. The errors of those that are refused again
 * are in their questions. */
static gboolean
ask_each (SemProgram *self,
          GPtrArray *batch,
          float *numbers,
          GCancellable *cancellable,
          GError **error)
{
  for (guint i = 0; i < batch->len; i++)
    {
      Question *question = g_ptr_array_index (batch, i);
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (GError) local = NULL;
      gboolean refused;

      g_ptr_array_add (one, question);
      if (ask (self, one, numbers + (gsize) i * self->settings->d, &refused, cancellable, &local))
        continue;
      if (!refused || !describes_grey (self, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      question->error = make_refusal (g_steal_pointer (&local));
    }
  return TRUE;
}

static gboolean
ask_all (SemProgram *self,
         GPtrArray *batch,
         float *numbers,
         GCancellable *cancellable,
         GError **error)
{
  const Question *first = g_ptr_array_index (batch, 0);
  g_autoptr (GError) local = NULL;
  gboolean refused;

  if (ask (self, batch, numbers, &refused, cancellable, &local))
    return TRUE;
  if (refused && !first->text)
    return ask_each (self, batch, numbers, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Takes what goes to the program together: pictures, or one text. */
static GPtrArray *
take_batch (SemProgram *self)
{
  GPtrArray *batch = g_ptr_array_new ();

  while (self->waiting->len > 0 && batch->len < SEM_WIRE_MAX_PICTURES)
    {
      Question *question = g_ptr_array_index (self->waiting, 0);

      if (question->text && batch->len > 0)
        break;
      question->taken = TRUE;
      g_ptr_array_add (batch, question);
      g_ptr_array_remove_index (self->waiting, 0);
      if (question->text)
        break;
    }
  return batch;
}

static void
note_outcome (SemProgram *self, const GError *error)
{
  if (!error)
    self->n_failures = 0;
  if (!error || self->process)
    return;
  self->n_failures++;
  self->failed = g_get_monotonic_time ();
  if (self->failure != error)
    {
      g_clear_error (&self->failure);
      self->failure = g_error_copy (error);
    }
}

/* What was asked by others is asked again by one of them, where the thread that talked is not
 * wanted any more. */
static void
end_batch (SemProgram *self, GPtrArray *batch, const Question *own, const float *numbers, GError *e)
{
  const gboolean cancelled = g_error_matches (e, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  for (guint i = 0; i < batch->len; i++)
    {
      Question *question = g_ptr_array_index (batch, i);

      if (cancelled && question != own)
        {
          question->taken = FALSE;
          g_clear_error (&question->error);
          g_ptr_array_add (self->waiting, question);
          continue;
        }
      if (e)
        {
          g_clear_error (&question->error);
          question->error = g_error_copy (e);
        }
      else if (!question->error)
        memcpy (question->feature, numbers + (gsize) i * self->settings->d,
                self->settings->d * sizeof (float));
      question->done = TRUE;
    }
  if (!cancelled)
    note_outcome (self, e);
}

/* Called and returns with the mutex locked. */
static void
talk (SemProgram *self, const Question *own, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) batch = take_batch (self);
  g_autofree float *numbers = g_new (float, (gsize) batch->len * self->settings->d);
  g_autoptr (GError) error = NULL;

  self->talking = TRUE;
  g_mutex_unlock (&self->mutex);
  ask_all (self, batch, numbers, cancellable, &error);
  g_mutex_lock (&self->mutex);
  self->talking = FALSE;
  end_batch (self, batch, own, numbers, error);
  g_cond_broadcast (&self->changed);
}

/* Waits for the answer, and talks where nobody else does. */
static gboolean
ask_in_turn (SemProgram *self, Question *question, GCancellable *cancellable, GError **error)
{
  gboolean cancelled = FALSE;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->waiting, question);
  while (!question->done && !cancelled)
    {
      if (!self->talking)
        talk (self, question, cancellable);
      else
        g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + TICK);
      /* One that another thread talks about is that thread's until it is done. */
      cancelled = !question->taken && g_cancellable_is_cancelled (cancellable);
    }
  if (!question->done)
    g_ptr_array_remove (self->waiting, question);
  g_mutex_unlock (&self->mutex);
  if (!question->done)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (question->error)
    g_propagate_error (error, g_steal_pointer (&question->error));
  else
    return TRUE;
  return FALSE;
}

gboolean
sem_program_describe (SemProgram *self,
                      const guint8 *rgb,
                      float *feature,
                      GCancellable *cancellable,
                      GError **error)
{
  Question question = { .rgb = rgb, .feature = feature };

  return ask_in_turn (self, &question, cancellable, error);
}

gboolean
sem_program_describe_words (SemProgram *self,
                            const char *text,
                            float *feature,
                            GCancellable *cancellable,
                            GError **error)
{
  Question question = { .text = text, .feature = feature };

  if (!self->settings->words)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _("The program of the backbone “%s” describes no words. Search with a photo."),
                 self->settings->name);
  else if (!*text || strlen (text) > SEM_WIRE_MAX_TEXT || strpbrk (text, "\r\n"))
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _("A text to search for is one line of at most %d bytes."), SEM_WIRE_MAX_TEXT);
  else
    return ask_in_turn (self, &question, cancellable, error);
  return FALSE;
}
