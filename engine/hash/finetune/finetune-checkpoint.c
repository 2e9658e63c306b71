/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/finetune/finetune-private.h"

#include "engine/nn/safetensors-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_STATES 5

/* An array of a checkpoint. */
typedef struct
{
  const char *name;
  float *values;
  gsize n;
} State;

static gsize
list_states (SemFinetuneCourse *course, State *states)
{
  gsize n_head = (course->input.d + 1) * course->input.options->n_bits;
  gsize n_states = 0;
  gsize n;
  float *values = sem_backbone_trainer_get_parameters (course->trainer, &n);

  states[n_states++] = (State){ "network", values, n };
  states[n_states++] = (State){ "head", sem_hash_head_get_values (course->head), n_head };
  states[n_states++] =
    (State){ "outputs", course->outputs, course->input.n * course->input.options->n_bits };
  values = sem_optimizer_get_memory (course->optimizer, &n);
  if (values)
    states[n_states++] = (State){ "network.memory", values, n };
  values = sem_optimizer_get_memory (sem_hash_head_get_optimizer (course->head), &n);
  if (values)
    states[n_states++] = (State){ "head.memory", values, n };
  return n_states;
}

/* (transfer full): a digest of everything that the training depends on, so that no other training
 * resumes from the checkpoint. Independent of the locale. */
static char *
describe (SemFinetuneCourse *course)
{
  const SemFinetuneRequest *request = course->request;
  const SemHashOptions *options = request->options;
  const double numbers[] = { options->lambda, options->rho, course->plan.network_rate,
                             course->plan.head_rate, course->input.lean };
  char texts[G_N_ELEMENTS (numbers)][G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_ascii_formatd (texts[i], sizeof texts[i], "%g", numbers[i]);
  text = g_strdup_printf ("2 %s %s %s %u %u %" G_GUINT64_FORMAT
                          " %s %d %d %d %s %u %u %u %" G_GSIZE_FORMAT " %s %s",
                          sem_backbone_get_id (request->backbone), request->photos,
                          sem_hash_method_get_name (options->method), request->depth,
                          options->n_bits, options->seed, texts[0], options->preset, options->start,
                          options->early_stop, texts[1], options->k1, options->k2,
                          course->plan.epochs, course->input.n, texts[2], texts[3]);
  whole = g_strdup_printf ("%s %d %s%s%s", text, request->augment, texts[4],
                           course->plan.centred ? "" : " uncentred",
                           options->method == SEM_HASH_BCDH
                               && options->pair_distance == SEM_PAIR_DISTANCE_CODES
                             ? " codes"
                             : "");

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
}

static void
add_number (SemSafetensorsWriter *writer, const char *note, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  sem_safetensors_writer_add_note (writer, note, text);
}

static void
add_told (SemSafetensorsWriter *writer, SemFinetuneCourse *course)
{
  g_autoptr (GBytes) bytes = sem_training_log_to_bytes (course->told);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_base64_encode (data, size);

  sem_safetensors_writer_add_note (writer, "told", text);
}

static GBytes *
make_checkpoint (SemFinetuneCourse *course)
{
  g_autoptr (SemSafetensorsWriter) writer = sem_safetensors_writer_new ();
  g_autofree char *description = describe (course);
  State states[MAX_STATES];
  gsize n_states = list_states (course, states);

  sem_safetensors_writer_add_note (writer, "request", description);
  add_number (writer, "epoch", course->epoch);
  add_told (writer, course);
  add_number (writer, "network.steps", sem_optimizer_get_steps (course->optimizer));
  add_number (writer, "head.steps",
              sem_optimizer_get_steps (sem_hash_head_get_optimizer (course->head)));
  for (gsize i = 0; i < n_states; i++)
    sem_safetensors_writer_add_f32 (writer, states[i].name, states[i].values, states[i].n);
  return sem_safetensors_writer_finish (writer);
}

gboolean
sem_finetune_keep (SemFinetuneCourse *course, GError **error)
{
  const char *path = course->request->checkpoint;
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  gsize size;
  const char *data;

  if (!path)
    return TRUE;
  bytes = make_checkpoint (course);
  data = g_bytes_get_data (bytes, &size);
  name = g_filename_display_name (path);
  if (g_file_set_contents_full (path, data, (gssize) size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
                 _("The checkpoint cannot be saved in “%s”: the disk is full. Free some space and "
                   "train again; training resumes after the last saved epoch."),
                 name);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("The checkpoint cannot be saved in “%s”: %s. Check that you have permission to "
                   "write there, and train again."),
                 name, local->message);
  return FALSE;
}

static gboolean
read_number (SemSafetensors *file, const char *note, guint64 max, guint64 *number)
{
  const char *text = sem_safetensors_get_note (file, note);

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, max, number, NULL);
}

/* Older checkpoints tell nothing. */
static void
read_told (SemFinetuneCourse *course, SemSafetensors *file)
{
  const char *text = sem_safetensors_get_note (file, "told");
  g_autofree guint8 *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SemTrainingLog *told;
  gsize size;

  if (!text)
    return;
  data = g_base64_decode (text, &size);
  bytes = g_bytes_new (data, size);
  told = sem_training_log_new_from_bytes (bytes, NULL);
  if (!told)
    return;
  sem_training_log_free (course->told);
  course->told = told;
}

gboolean
sem_finetune_resume (SemFinetuneCourse *course)
{
  const char *path = course->request->checkpoint;
  g_autoptr (SemSafetensors) file = path != NULL ? sem_safetensors_open (path, NULL) : NULL;
  g_autofree char *description = describe (course);
  const float *found[MAX_STATES];
  guint64 epoch, network_steps, head_steps;
  State states[MAX_STATES];
  gsize n_states = list_states (course, states);

  if (!file || g_strcmp0 (sem_safetensors_get_note (file, "request"), description) != 0
      || !read_number (file, "epoch", course->plan.epochs, &epoch)
      || !read_number (file, "network.steps", G_MAXUINT32, &network_steps)
      || !read_number (file, "head.steps", G_MAXUINT32, &head_steps))
    return FALSE;
  for (gsize i = 0; i < n_states; i++)
    {
      found[i] = sem_safetensors_get_f32 (file, states[i].name, &states[i].n, 1, NULL);
      if (!found[i])
        return FALSE;
    }
  for (gsize i = 0; i < n_states; i++)
    memcpy (states[i].values, found[i], states[i].n * sizeof (float));
  course->epoch = (guint) epoch;
  read_told (course, file);
  sem_optimizer_set_steps (course->optimizer, network_steps);
  sem_optimizer_set_steps (sem_hash_head_get_optimizer (course->head), head_steps);
  return TRUE;
}
