/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/hit-strips.h"

#include "engine/evaluate/trials/trial-private.h"

#include <glib/gi18n-lib.h>

static const char style[] =
  "body{font:15px/1.5 sans-serif;margin:2em;color:#241f31;background:#fafafa}"
  ".strip{display:flex;gap:6px;overflow-x:auto;margin:.6em 0}"
  "figure{flex:0 0 104px;margin:0;font-size:12px;text-align:center;overflow-wrap:anywhere}"
  "img{width:96px;height:96px;object-fit:cover;display:block;margin:0 auto}"
  "figure{border:4px solid transparent}.query{border-color:#3584e4}"
  ".right{border-color:#2ec27e}.wrong{border:4px dashed #e01b24}"
  "@media(prefers-color-scheme:dark){body{color:#fff;background:#242424}}";

typedef struct
{
  guint32 row;
  gboolean right;
} Hit;

typedef struct
{
  guint32 query;
  guint n;
  Hit hits[SEM_HIT_STRIPS_HITS];
} Strip;

struct _SemHitStrips
{
  GMutex mutex;       /* protects @strips */
  GHashTable *strips; /* number of the query + 1 → Strip */
};

SemHitStrips *
sem_hit_strips_new (void)
{
  SemHitStrips *self = g_new0 (SemHitStrips, 1);

  g_mutex_init (&self->mutex);
  self->strips = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
sem_hit_strips_free (SemHitStrips *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->strips);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Evenly among all @n. */
static gboolean
is_shown (gsize query, gsize n)
{
  return n <= SEM_HIT_STRIPS_QUERIES
         || query * SEM_HIT_STRIPS_QUERIES / n != (query + 1) * SEM_HIT_STRIPS_QUERIES / n;
}

void
sem_hit_strips_take (SemHitStrips *self, const SemTrial *trial, const SemRanking *ranking)
{
  const SemSplit *split = trial->split;
  g_autofree guint8 *marks = NULL;
  Strip *strip;

  if (!is_shown (ranking->query, split->n_queries))
    return;
  marks = g_new0 (guint8, split->n_database + 1);
  sem_trial_find_relevant (trial, ranking->query, marks);
  strip = g_new0 (Strip, 1);
  strip->query = split->queries[ranking->query];
  for (gsize i = 0; i < ranking->n && strip->n < SEM_HIT_STRIPS_HITS; i++)
    {
      const guint32 position = ranking->order[i];
      const guint8 mark = marks[position];

      if (mark != SEM_TRIAL_IGNORED && split->database[position] != strip->query)
        strip->hits[strip->n++] = (Hit){ split->database[position], mark != 0 };
    }
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->strips, GSIZE_TO_POINTER (ranking->query + 1), strip);
  g_mutex_unlock (&self->mutex);
}

typedef struct
{
  GString *html;
  const char *const *names;
  SemHitPictureFunc func;
  gpointer user_data;
} Page;

/* @word: right, wrong or query, translated; @class: the same for the style */
static void
add_picture (const Page *page, guint32 row, const char *class, const char *word)
{
  g_autoptr (GBytes) jpeg = page->func ? page->func (row, page->user_data) : NULL;
  g_autofree char *name = g_filename_display_name (page->names[row]);
  g_autofree char *escaped = g_markup_escape_text (name, -1);

  g_string_append_printf (page->html, "<figure class=\"%s\">", class);
  if (jpeg)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (jpeg, &size);
      g_autofree char *base64 = g_base64_encode (bytes, size);

      g_string_append_printf (page->html, "<img alt=\"%s\" src=\"data:image/jpeg;base64,%s\">",
                              word, base64);
    }
  g_string_append_printf (page->html, "<figcaption>%s<br>%s</figcaption></figure>\n", word,
                          escaped);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gsize one = GPOINTER_TO_SIZE (a), other = GPOINTER_TO_SIZE (b);

  return (one > other) - (one < other);
}

char *
sem_hit_strips_to_html (SemHitStrips *self,
                        const char *title,
                        const char *const *names,
                        SemHitPictureFunc func,
                        gpointer user_data)
{
  Page page = { g_string_new (NULL), names, func, user_data };
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autoptr (GList) keys = g_hash_table_get_keys (self->strips);

  keys = g_list_sort (g_steal_pointer (&keys), compare_numbers);
  g_string_append_printf (page.html,
                          "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s</title>"
                          "<style>%s</style></head><body>\n<h1>%s</h1>\n",
                          escaped, style, escaped);
  for (const GList *at = keys; at; at = at->next)
    {
      const Strip *strip = g_hash_table_lookup (self->strips, at->data);

      g_string_append (page.html, "<div class=\"strip\">\n");
      add_picture (&page, strip->query, "query", _("query"));
      for (guint i = 0; i < strip->n; i++)
        add_picture (&page, strip->hits[i].row, strip->hits[i].right ? "right" : "wrong",
                     strip->hits[i].right ? C_ ("hit", "right") : C_ ("hit", "wrong"));
      g_string_append (page.html, "</div>\n");
    }
  g_string_append (page.html, "</body></html>\n");
  return g_string_free (page.html, FALSE);
}
