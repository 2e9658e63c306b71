/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/archive/archive.h"
#include "app/cli/output/output.h"
#include "engine/archive/train/discard.h"
#include "engine/archive/train/encode.h"
#include "engine/archive/train/train.h"

#include <glib/gi18n.h>

/* Training --------------------------------------------------------------------------------------*/

typedef struct
{
  SemArchiveTraining request;
  SemArchiveTrained trained;
} Training;

static gboolean
train (gpointer data, const SemProgress *progress, GError **error)
{
  Training *self = data;

  return sem_archive_train (&self->request, &self->trained, progress, error);
}

static void
print_trained (const CliCommon *common, const SemArchiveTrained *trained)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *photos = g_strdup_printf ("%" G_GINT64_FORMAT, trained->photos);

  if (!common->json)
    {
      g_print (_("Trained a model of %u bits by %s on %u of %s photos of “%s”.\n"),
               trained->n_bits, trained->method, trained->trained_on, photos, trained->archive);
      g_print ("%s\n", trained->unchanged
                         ? _("It is the one that the archive is searched by already.")
                         : _("The archive is searched by it once all photos have its codes: run "
                             "“semblance-cli archive encode”, on as many computers as you like."));
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", trained->archive);
  cli_json_add_string (builder, "method", trained->method);
  cli_json_add_int (builder, "bits", trained->n_bits);
  cli_json_add_int (builder, "trained_on", trained->trained_on);
  cli_json_add_int (builder, "photos", trained->photos);
  cli_json_add_boolean (builder, "unchanged", trained->unchanged);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

typedef struct
{
  const char *uri;
  char *name;
  gboolean discarded;
} Discarding;

static gboolean
discard (gpointer data, const SemProgress *progress, GError **error)
{
  Discarding *self = data;

  return sem_archive_discard (self->uri, &self->name, &self->discarded, progress, error);
}

static int
discard_model (const CliArchive *self, const CliCommon *common)
{
  Discarding discarding = { .uri = self->uri };
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;
  const gboolean ok = cli_run_work (discard, _("Discarding"), &discarding, &error);
  g_autofree char *name = discarding.name;

  if (!ok)
    return cli_fail (error);
  if (!common->json)
    {
      g_print (discarding.discarded
                 ? _("The new model of “%s” was given up. It is searched by the same as before.\n")
                 : _("There is no new model of “%s” to give up.\n"),
               name);
      return CLI_DONE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", name);
  cli_json_add_boolean (builder, "discarded", discarding.discarded);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return CLI_DONE;
}

int
cli_archive_train (const CliArchive *self, const CliCommon *common)
{
  const guint64 seed = (guint64) self->seed;
  Training training = {
    .request = {
      .uri = self->uri,
      .library = common->library,
      .method = self->method,
      .n_bits = self->bits != CLI_NO_NUMBER ? (guint) self->bits : 0,
      .seed = self->seed != CLI_NO_NUMBER_64 ? &seed : NULL,
      .most = self->most != CLI_NO_NUMBER ? (guint) self->most : 0,
    },
  };
  g_autoptr (GError) error = NULL;
  int status = CLI_DONE;

  if (self->discard)
    return discard_model (self, common);
  if (cli_run_work (train, _("Training"), &training, &error))
    print_trained (common, &training.trained);
  else
    status = cli_fail (error);
  sem_archive_trained_clear (&training.trained);
  return status;
}

/* Encoding --------------------------------------------------------------------------------------*/

typedef struct
{
  const char *uri;
  SemArchiveEncoded encoded;
} Encoding;

static gboolean
encode (gpointer data, const SemProgress *progress, GError **error)
{
  Encoding *self = data;

  return sem_archive_encode (self->uri, &self->encoded, progress, error);
}

static void
print_encoded_lines (const SemArchiveEncoded *encoded)
{
  g_autofree char *photos = g_strdup_printf ("%" G_GINT64_FORMAT, encoded->photos);
  g_autofree char *damaged = g_strdup_printf ("%" G_GINT64_FORMAT, encoded->damaged);

  if (!encoded->pending)
    {
      g_print (_("All photos of “%s” have the codes of its model.\n"), encoded->archive);
      return;
    }
  g_print (_("Photos that got their new codes here: %s\n"), photos);
  if (encoded->damaged)
    g_print (_("Left out, since what the archive holds of them is damaged: %s\n"), damaged);
  g_print (_("“%s” is searched by the new model now.\n"), encoded->archive);
}

static void
print_encoded (const CliCommon *common, const SemArchiveEncoded *encoded)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!common->json)
    {
      print_encoded_lines (encoded);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", encoded->archive);
  cli_json_add_int (builder, "photos", encoded->photos);
  cli_json_add_int (builder, "damaged", encoded->damaged);
  cli_json_add_boolean (builder, "pending", encoded->pending);
  cli_json_add_boolean (builder, "switched", encoded->switched);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

int
cli_archive_encode (const CliArchive *self, const CliCommon *common)
{
  Encoding encoding = { .uri = self->uri };
  g_autoptr (GError) error = NULL;
  int status = CLI_DONE;

  if (cli_run_work (encode, _("Encoding"), &encoding, &error))
    print_encoded (common, &encoding.encoded);
  else
    status = cli_fail (error);
  sem_archive_encoded_clear (&encoding.encoded);
  return status;
}
