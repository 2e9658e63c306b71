/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/models/model-file.h"
#include "engine/hash/models/hash-model-private.h"
#include "engine/kernels/panels.h"
#include "engine/nn/safetensors-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The note that marks a file of ours, and its version. */
#define FORMAT "semblance-model"
#define VERSION 2
/* The last version whose models all centre the features. */
#define VERSION_CENTRED 1
/* A larger log would not fit into the header of the file. */
#define MAX_LOG (96 * 1024)

void
sem_model_file_clear (SemModelFile *self)
{
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->backbone, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->log, sem_training_log_free);
}

static gboolean
is_text (const char *text, gsize most, gboolean one_line)
{
  gsize size = strlen (text);

  if (size > most || !g_utf8_validate (text, (gssize) size, NULL))
    return FALSE;
  for (const char *at = text; *at; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)) && (one_line || *at != '\n'))
      return FALSE;
  return TRUE;
}

gboolean
sem_model_name_valid (const char *text)
{
  return is_text (text, SEM_MODEL_NAME_SIZE, TRUE);
}

gboolean
sem_model_note_valid (const char *text)
{
  return is_text (text, SEM_MODEL_NOTE_SIZE, FALSE);
}

/* Writing -------------------------------------------------------------------------------------- */

static void
note_number (SemSafetensorsWriter *writer, const char *note, guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  sem_safetensors_writer_add_note (writer, note, text);
}

static void
note_text (SemSafetensorsWriter *writer, const char *note, const char *text)
{
  if (text && *text)
    sem_safetensors_writer_add_note (writer, note, text);
}

static void
note_log (SemSafetensorsWriter *writer, SemTrainingLog *log)
{
  g_autoptr (GBytes) bytes = sem_training_log_to_bytes (log);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = size <= MAX_LOG ? g_base64_encode (data, size) : NULL;

  note_text (writer, "log", text);
}

/* Adds a matrix in panels (panels.h) by rows. */
static void
add_panels (SemSafetensorsWriter *writer,
            const char *tensor,
            const float *panels,
            gsize d,
            gsize columns)
{
  g_autofree float *rows = g_new (float, d *columns);

  for (gsize c = 0; c < columns; c++)
    for (gsize r = 0; r < d; r++)
      rows[r * columns + c] =
        panels[(c / SEM_K_PANEL_COLUMNS * d + r) * SEM_K_PANEL_COLUMNS + c % SEM_K_PANEL_COLUMNS];
  sem_safetensors_writer_add_f32_rows (writer, tensor, rows, d, columns);
}

GBytes *
sem_model_file_to_bytes (const SemModelFile *self)
{
  g_autoptr (SemSafetensorsWriter) writer = sem_safetensors_writer_new ();
  const SemHashModel *model = self->model;

  note_number (writer, FORMAT, model->uncentred ? VERSION : VERSION_CENTRED);
  note_text (writer, "method", sem_hash_method_get_name (model->method));
  note_number (writer, "bits", model->n_bits);
  note_number (writer, "features", model->d);
  note_number (writer, "seed", model->seed);
  note_number (writer, "trained-on", model->n_trained);
  note_number (writer, "remark", model->remark);
  note_number (writer, "remark-value", model->remark_value);
  note_text (writer, "backbone", self->backbone);
  note_number (writer, "photos", self->photos);
  note_number (writer, "created", (guint64) MAX (self->created, 0));
  note_text (writer, "name", self->name);
  note_text (writer, "note", self->note);
  if (self->log)
    note_log (writer, self->log);
  sem_safetensors_writer_add_f32 (writer, "mean", model->mean, model->d);
  add_panels (writer, "projection", model->v, model->d, model->n_bits);
  sem_safetensors_writer_add_f32 (writer, "offset", model->offset, model->n_bits);
  sem_safetensors_writer_add_f32 (writer, "frequency", model->frequency, model->n_bits);
  add_panels (writer, "vectors", model->pca, model->d, SEM_VECTOR_DIM);
  return sem_safetensors_writer_finish (writer);
}

/* Reading -------------------------------------------------------------------------------------- */

static gboolean
read_number (SemSafetensors *file, const char *note, guint64 least, guint64 most, guint64 *value)
{
  const char *text = sem_safetensors_get_note (file, note);

  return text && g_ascii_string_to_unsigned (text, 10, least, most, value, NULL);
}

static gboolean
read_text (SemSafetensors *file, const char *note, gboolean (*valid) (const char *), char **value)
{
  const char *text = sem_safetensors_get_note (file, note);

  if (text && !valid (text))
    return FALSE;
  *value = text && *text ? g_strdup (text) : NULL;
  return TRUE;
}

static SemTrainingLog *
read_log (SemSafetensors *file)
{
  const char *text = sem_safetensors_get_note (file, "log");
  g_autoptr (GBytes) bytes = NULL;
  guchar *data;
  gsize size;

  if (!text || strlen (text) > MAX_LOG * 2)
    return NULL;
  data = g_base64_decode (text, &size);
  bytes = g_bytes_new_take (data, size);
  return sem_training_log_new_from_bytes (bytes, NULL);
}

static gboolean
read_values (SemSafetensors *file, const char *tensor, float *values, gsize n)
{
  const float *found = sem_safetensors_get_f32 (file, tensor, &n, 1, NULL);

  if (found)
    memcpy (values, found, n * sizeof *values);
  return found != NULL;
}

static gboolean
read_panels (SemSafetensors *file, const char *tensor, float *panels, gsize d, gsize columns)
{
  const gsize shape[] = { d, columns };
  const float *rows = sem_safetensors_get_f32 (file, tensor, shape, 2, NULL);

  if (rows)
    sem_k_panels_pack (rows, d, columns, panels);
  return rows != NULL;
}

static gboolean
read_tensors (SemHashModel *model, SemSafetensors *file)
{
  if (!read_values (file, "mean", model->mean, model->d)
      || !read_panels (file, "projection", model->v, model->d, model->n_bits)
      || !read_values (file, "offset", model->offset, model->n_bits)
      || !read_values (file, "frequency", model->frequency, model->n_bits)
      || !read_panels (file, "vectors", model->pca, model->d, SEM_VECTOR_DIM))
    return FALSE;
  for (guint b = 0; b < model->n_bits; b++)
    if (model->frequency[b] < 0.0f)
      return FALSE;
  return TRUE;
}

static SemHashModel *
read_model (SemSafetensors *file)
{
  const char *name = sem_safetensors_get_note (file, "method");
  guint64 n_bits, d, seed, n_trained, remark, value;
  SemHashMethod method;
  g_autoptr (SemHashModel) model = NULL;

  if (!name || !sem_hash_method_from_name (name, &method)
      || !read_number (file, "bits", 1, SEM_HASH_MAX_BITS, &n_bits)
      || !sem_hash_bits_valid ((guint) n_bits)
      || !read_number (file, "features", 1, SEM_HASH_MAX_FEATURES, &d)
      || !read_number (file, "seed", 0, G_MAXUINT64, &seed)
      || !read_number (file, "trained-on", 1, SEM_HASH_MAX_TRAINING, &n_trained)
      || !read_number (file, "remark", 0, SEM_HASH_REMARK_NEIGHBOURS, &remark)
      || !read_number (file, "remark-value", 0, SEM_HASH_MAX_BITS, &value))
    return NULL;
  model = sem_hash_model_alloc (method, (guint) n_bits, d);
  model->seed = seed;
  model->n_trained = n_trained;
  sem_hash_model_set_remark (model, (SemHashRemark) remark, (guint) value);
  return read_tensors (model, file) ? g_steal_pointer (&model) : NULL;
}

static gboolean
is_backbone (const char *text)
{
  return *text && is_text (text, SEM_MODEL_BACKBONE_SIZE, TRUE);
}

static gboolean
read_parts (SemModelFile *self, SemSafetensors *file)
{
  guint64 photos, created;

  if (!read_number (file, "photos", 0, G_MAXINT32, &photos)
      || !read_number (file, "created", 0, G_MAXINT64, &created)
      || !read_text (file, "backbone", is_backbone, &self->backbone) || !self->backbone
      || !read_text (file, "name", sem_model_name_valid, &self->name)
      || !read_text (file, "note", sem_model_note_valid, &self->note))
    return FALSE;
  self->photos = (guint) photos;
  self->created = (gint64) created;
  self->log = read_log (file);
  self->model = read_model (file);
  return self->model != NULL;
}

gboolean
sem_model_file_read (SemModelFile *self, GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (SemSafetensors) file = NULL;
  guint64 version;

  *self = (SemModelFile){ 0 };
  if (g_bytes_get_size (bytes) <= SEM_MODEL_FILE_SIZE)
    file = sem_safetensors_new (bytes, path, NULL);
  if (file && read_number (file, FORMAT, VERSION_CENTRED, G_MAXUINT64, &version))
    {
      if (version > VERSION)
        {
          g_set_error (error, SEM_ERROR, SEM_ERROR_NEWER,
                       _("“%s” was written by a newer version of Semblance. Update Semblance to "
                         "import it."),
                       path);
          return FALSE;
        }
      if (read_parts (self, file))
        {
          self->model->uncentred = version > VERSION_CENTRED;
          return TRUE;
        }
    }
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _(
                 "“%s” is not a model that Semblance exported, or is damaged. Choose another file, "
                 "or export the model again."),
               path);
  return FALSE;
}
