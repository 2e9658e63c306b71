/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/archive/archive.h"
#include "app/cli/output/output.h"
#include "app/cli/search/search-folders.h"
#include "engine/archive/publish/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gi18n.h>

typedef struct
{
  const SemPublishRequest *request;
  SemAgreement agreement;
  SemPublished published;
} Publishing;

/* Asking ----------------------------------------------------------------------------------------*/

static void
print_contents (const SemPublishRequest *request, const SemAgreement *agreement)
{
  if (!agreement->is_first)
    g_printerr (_("This goes beyond what you have agreed to before.\n"));
  g_printerr (
    request->folders
      ? _("Into the archive “%s” go, of each photo in the folders that you named: the hash of its "
          "content, code, vector and feature, size and date, and a grey sketch of 32 × 32 "
          "pixels.\n")
      : _("Into the archive “%s” go, of each photo of the whole library: the hash of its content, "
          "code, vector and feature, size and date, and a grey sketch of 32 × 32 pixels.\n"),
    agreement->archive);
  if (request->thumbnails)
    g_printerr (_("Also its thumbnail; --no-thumbnails leaves it out.\n"));
  if (request->paths)
    g_printerr (_("Also its path on this computer; --no-paths leaves it out.\n"));
  g_printerr (
    _("Everyone who may read the archive sees this. The photos themselves stay here.\n"));
}

/* Whether the answer that is read from the terminal is yes, in the language of the locale. */
static gboolean
ask (void)
{
  g_autofree char *line = NULL;
  char *read = NULL;
  size_t size = 0;
  gssize n;

  g_printerr ("%s", _("Publish? [y/N] "));
  n = getline (&read, &size, stdin);
  line = g_strdup (n > 0 ? read : "");
  free (read);
  return rpmatch (line) == 1;
}

static gboolean
compare (gpointer data, const SemProgress *progress, GError **error)
{
  Publishing *self = data;

  return sem_publish_compare (self->request, &self->agreement,
                              sem_progress_get_cancellable (progress), error);
}

/* Returns: an exit status; CLI_DONE to continue */
static int
agree (const CliArchive *self, Publishing *publishing)
{
  g_autoptr (GError) error = NULL;

  if (!cli_run_work (compare, _("Comparing with the archive"), publishing, &error))
    return cli_fail (error);
  if (publishing->agreement.is_enough)
    return CLI_DONE;
  print_contents (publishing->request, &publishing->agreement);
  if (self->yes)
    return CLI_DONE;
  if (isatty (STDIN_FILENO) && isatty (STDERR_FILENO) && ask ())
    return CLI_DONE;
  g_set_error (&error, SEM_ERROR, SEM_ERROR_FAILED,
               _("nothing was published. Run it with --yes to agree to this."));
  return cli_fail (error);
}

/* Publishing ------------------------------------------------------------------------------------*/

static gboolean
publish (gpointer data, const SemProgress *progress, GError **error)
{
  Publishing *self = data;

  return sem_publish (self->request, &self->published, progress, error);
}

static void
print_lines (const SemPublished *published)
{
  g_print (_("Photos of this library in “%s” as “%s”: %u (new to the archive: %u)\n"),
           published->archive, published->owner, published->photos, published->new_photos);
  if (published->removed)
    g_print (_("Taken out, since the library no longer has them: %u\n"), published->removed);
  if (published->quick)
    g_print (ngettext ("Not published yet: %u photo of which only the small picture was looked at. "
                       "“semblance-cli index” looks at the whole one.\n",
                       "Not published yet: %u photos of which only the small picture was looked "
                       "at. “semblance-cli index” looks at the whole ones.\n",
                       published->quick),
             published->quick);
  if (published->others)
    g_print (
      ngettext ("Not published: %u photo that the network of the archive has not described.\n",
                "Not published: %u photos that the network of the archive has not "
                "described.\n",
                published->others),
      published->others);
}

static void
print_json (const SemPublished *published)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", published->archive);
  cli_json_add_string (builder, "owner", published->owner);
  cli_json_add_int (builder, "photos", published->photos);
  cli_json_add_int (builder, "new_photos", published->new_photos);
  cli_json_add_int (builder, "new_places", published->new_places);
  cli_json_add_int (builder, "removed", published->removed);
  cli_json_add_int (builder, "quick", published->quick);
  cli_json_add_int (builder, "other_network", published->others);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

int
cli_archive_publish (const CliArchive *self, const CliCommon *common)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) folders =
    self->folders ? cli_search_find_folders (self->folders, common->library, &error) : NULL;
  const SemPublishRequest request = {
    .uri = self->uri,
    .library = common->library,
    .name = self->name,
    .folders = folders,
    .thumbnails = !self->no_thumbnails,
    .paths = !self->no_paths,
  };
  Publishing publishing = { .request = &request };
  int status;

  if (error)
    return cli_fail (error);
  status = agree (self, &publishing);
  if (status == CLI_DONE && !cli_run_work (publish, _("Publishing"), &publishing, &error))
    status = cli_fail (error);
  else if (status == CLI_DONE && common->json)
    print_json (&publishing.published);
  else if (status == CLI_DONE)
    print_lines (&publishing.published);
  sem_agreement_clear (&publishing.agreement);
  sem_published_clear (&publishing.published);
  return status;
}

/* Removing --------------------------------------------------------------------------------------*/

static void
print_removed (const CliCommon *common, const SemPublished *published)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!common->json)
    {
      g_print (_("Taken out of “%s”: %u. The files on disk were not changed.\n"),
               published->archive, published->removed);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", published->archive);
  cli_json_add_string (builder, "owner", published->owner);
  cli_json_add_int (builder, "removed", published->removed);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static gboolean
unpublish (gpointer data, const SemProgress *progress, GError **error)
{
  Publishing *self = data;

  return sem_unpublish (self->request, &self->published, progress, error);
}

int
cli_archive_remove (const CliArchive *self, const CliCommon *common)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  SemPublishRequest request = {
    .uri = self->uri,
    .library = common->library,
    .name = self->name,
  };
  Publishing removing = { .request = &request };
  int status = CLI_DONE;

  /* The folders may be gone from here. */
  for (gsize i = 0; self->folders && self->folders[i]; i++)
    g_ptr_array_add (folders, cli_get_path (self->folders[i]));
  g_ptr_array_add (folders, NULL);
  if (self->folders)
    request.folders = (char **) folders->pdata;
  if (cli_run_work (unpublish, _("Taking photos out"), &removing, &error))
    print_removed (common, &removing.published);
  else
    status = cli_fail (error);
  sem_published_clear (&removing.published);
  return status;
}
