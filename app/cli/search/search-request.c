/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-request.h"
#include "app/cli/search/standard-input.h"
#include "engine/photos/content.h"

#include <unistd.h>

#include <glib/gi18n.h>

/* Looks at a region of a file, or of what standard input gave. */
static gboolean
resolve_region (const CliSearchPhoto *photo, SemDecodeView *view, char **sentence, GError **error)
{
  g_autofree char *path = NULL;
  gboolean ok;
  int fd;

  if (!photo->bytes)
    return cli_region_resolve (&photo->region, photo->region_text, photo->path, view, sentence,
                               error);
  fd = sem_content_open_bytes (photo->bytes, error);
  if (fd < 0)
    return FALSE;
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  ok = cli_region_resolve (&photo->region, photo->region_text, path, view, sentence, error);
  close (fd);
  return ok;
}

static int
add_source (CliSearchPhoto *photo, const CliCommand *command, SemSearchRequest *request)
{
  SemSearchSource *source;
  SemDecodeView view = { 0 };
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (photo->path, CLI_STANDARD_INPUT))
    photo->bytes = cli_read_standard_input (&error);
  if (error)
    return cli_fail (error);
  source = photo->bytes ? sem_search_request_add_bytes (request, photo->bytes, _("standard input"))
                        : sem_search_request_add_file (request, photo->path);
  if (photo->unlike)
    source->weight = -1;
  if (!photo->region_text)
    return CLI_DONE;
  if (!resolve_region (photo, &view, &sentence, &error))
    return sentence ? cli_usage (command, "%s", sentence) : cli_fail_at (photo->path, error);
  sem_search_source_set_region (source, &view);
  return CLI_DONE;
}

int
cli_search_options_make_request (const CliSearchOptions *self,
                                 const CliCommand *command,
                                 SemSearchRequest **request)
{
  g_autoptr (SemSearchRequest) made =
    sem_search_request_new (self->copies ? SEM_SEARCH_COPIES : SEM_SEARCH_SIMILAR, self->k);

  made->prove = !self->no_proof;
  made->min_likeness = (float) self->min_likeness;
  made->max_distance = self->max_distance;
  sem_search_request_set_text (made, self->text);
  made->scope = self->scope;
  made->scope.types = g_strdupv (self->scope.types);
  for (guint i = 0; i < self->photos->len; i++)
    {
      int status = add_source (&g_array_index (self->photos, CliSearchPhoto, i), command, made);

      if (status != CLI_DONE)
        return status;
    }
  if (self->copies && !sem_search_request_can_find_copies (made))
    return cli_usage (command,
                      _("--unlike and --copies exclude each other: nothing is more or less of a "
                        "copy."));
  *request = g_steal_pointer (&made);
  return CLI_DONE;
}
