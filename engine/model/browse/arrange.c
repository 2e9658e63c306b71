/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/arrange.h"
#include "engine/model/browse/natural.h"

#include <stdlib.h>
#include <string.h>

/* Words of a text that are looked for; more are ignored. */
#define MAX_WORDS 31

void
sem_arranged_free (SemArranged *self)
{
  sem_facts_unref (self->facts);
  g_array_unref (self->rows);
  g_array_unref (self->photos);
  g_array_unref (self->sections);
  g_free (self);
}

/* Choosing ------------------------------------------------------------------------------------- */

/* @folders: for each folder: OUTSIDE, or a bit for each word that its path contains */
typedef struct
{
  SemFacts *facts;
  const SemBrowseRule *rule;
  GHashTable *hidden; /* (nullable) */
  GHashTable *hidden_names;
  char **words;
  guint32 all_words;
  guint32 *folders;
} Choice;

#define OUTSIDE (1u << 31)

static gboolean
covers (const char *outer, const char *inner)
{
  const gsize n = strlen (outer);

  return strncmp (outer, inner, n) == 0
         && (inner[n] == '\0' || inner[n] == '/' || (n > 0 && outer[n - 1] == '/'));
}

static guint32
find_words (const Choice *choice, const char *text)
{
  guint32 found = 0;

  for (guint i = 0; i < MAX_WORDS && choice->words[i]; i++)
    if (sem_natural_contains (text, choice->words[i]))
      found |= 1u << i;
  return found;
}

static char **
split_words (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text ? text : "", " \t\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  return g_strv_builder_end (words);
}

/* The names alone say fast that a file is not hidden. */
static GHashTable *
list_names (GHashTable *paths)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_hash_table_add (names, g_path_get_basename (path));
  return names;
}

static void
choice_init (Choice *choice, SemFacts *facts, const SemBrowseRule *rule, GHashTable *hidden)
{
  const guint n = sem_facts_get_n_folders (facts);
  guint n_words;

  *choice = (Choice){ .facts = facts, .rule = rule, .words = split_words (rule->text) };
  choice->hidden = hidden && g_hash_table_size (hidden) ? hidden : NULL;
  choice->hidden_names = choice->hidden ? list_names (hidden) : NULL;
  n_words = MIN (g_strv_length (choice->words), MAX_WORDS);
  choice->all_words = (1u << n_words) - 1;
  choice->folders = g_new (guint32, n ? n : 1);
  for (guint i = 0; i < n; i++)
    {
      const char *path = sem_facts_get_folder (facts, i);

      if (rule->folder && !covers (rule->folder, path))
        choice->folders[i] = OUTSIDE;
      else
        choice->folders[i] = find_words (choice, path);
    }
}

static void
choice_clear (Choice *choice)
{
  g_clear_pointer (&choice->hidden_names, g_hash_table_unref);
  g_strfreev (choice->words);
  g_free (choice->folders);
}

/* A word may begin in the folder and end in the name. */
static gboolean
has_words (const Choice *choice, const SemFact *fact)
{
  guint32 missing = choice->all_words & ~choice->folders[fact->folder];
  g_autofree char *path = NULL;

  if (missing)
    missing &= ~find_words (choice, sem_facts_get_name (choice->facts, fact));
  if (!missing)
    return TRUE;
  for (guint i = 0; i < MAX_WORDS && choice->words[i]; i++)
    if (missing & 1u << i && !strchr (choice->words[i], '/'))
      return FALSE;
  path = sem_facts_dup_path (choice->facts, fact);
  return (missing & ~find_words (choice, path)) == 0;
}

static gboolean
is_hidden (SemFacts *facts, const SemFact *fact, GHashTable *hidden, GHashTable *names)
{
  g_autofree char *path = NULL;

  if (!g_hash_table_contains (names, sem_facts_get_name (facts, fact)))
    return FALSE;
  path = sem_facts_dup_path (facts, fact);
  return g_hash_table_contains (hidden, path);
}

static gboolean
passes (const Choice *choice, const SemFact *fact)
{
  const SemBrowseRule *rule = choice->rule;

  if (choice->folders[fact->folder] == OUTSIDE || fact->date < rule->since
      || fact->date >= rule->until || (rule->kinds && !(rule->kinds >> fact->kind & 1))
      || (rule->shapes && !(rule->shapes >> fact->shape & 1)))
    return FALSE;
  if (choice->hidden && is_hidden (choice->facts, fact, choice->hidden, choice->hidden_names))
    return FALSE;
  return !choice->all_words || has_words (choice, fact);
}

/* One file of each photo: the first that passes. */
static GArray *
choose (const Choice *choice)
{
  guint n;
  const SemFact *facts = sem_facts_get_rows (choice->facts, &n);
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  guint32 taken = G_MAXUINT32;

  for (guint32 i = 0; i < n; i++)
    if (facts[i].photo != taken && passes (choice, &facts[i]))
      {
        taken = facts[i].photo;
        g_array_append_val (rows, i);
      }
  return rows;
}

/* Ordering ------------------------------------------------------------------------------------- */

typedef struct
{
  guint64 key;
  guint32 row;
} Keyed;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static int
compare_folders (gconstpointer a, gconstpointer b, gpointer facts)
{
  return sem_natural_compare (sem_facts_get_folder (facts, *(const guint32 *) a),
                              sem_facts_get_folder (facts, *(const guint32 *) b));
}

static guint32 *
rank_folders (SemFacts *facts)
{
  const guint n = sem_facts_get_n_folders (facts);
  g_autofree guint32 *order = g_new (guint32, n ? n : 1);
  guint32 *ranks = g_new (guint32, n ? n : 1);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_folders, facts);
  for (guint i = 0; i < n; i++)
    ranks[order[i]] = i;
  return ranks;
}

/* For each photo, up to the one of the last row, its place in the walk. */
static guint32 *
rank_walk (const SemFact *facts, guint n, const GArray *walk)
{
  const guint32 last = n ? facts[n - 1].photo : 0;
  guint32 *ranks = g_new (guint32, (gsize) last + 1);

  memset (ranks, 0xff, ((gsize) last + 1) * sizeof *ranks);
  for (guint32 i = 0; walk && i < walk->len; i++)
    {
      const guint32 photo = g_array_index (walk, guint32, i);

      if (photo <= last)
        ranks[photo] = i;
    }
  return ranks;
}

/* The larger, the later. */
static void
fill_keys (Keyed *keyed, guint n, SemFacts *facts, SemBrowseOrder order, const GArray *walk)
{
  guint n_facts;
  const SemFact *all = sem_facts_get_rows (facts, &n_facts);
  const guint32 *names = order == SEM_BROWSE_BY_NAME || order == SEM_BROWSE_BY_FOLDER
                           ? sem_facts_get_name_ranks (facts)
                           : NULL;
  g_autofree guint32 *folders = order == SEM_BROWSE_BY_FOLDER ? rank_folders (facts) : NULL;
  g_autofree guint32 *likeness =
    order == SEM_BROWSE_BY_LIKENESS ? rank_walk (all, n_facts, walk) : NULL;

  for (guint i = 0; i < n; i++)
    {
      const SemFact *fact = &all[keyed[i].row];

      if (likeness)
        keyed[i].key = likeness[fact->photo];
      else if (folders)
        keyed[i].key = (guint64) folders[fact->folder] << 32 | names[keyed[i].row];
      else if (names)
        keyed[i].key = names[keyed[i].row];
      else
        keyed[i].key = ~((guint64) fact->date ^ (guint64) 1 << 63);
    }
}

static void
order_rows (GArray *rows, SemFacts *facts, const SemBrowseRule *rule, const GArray *walk)
{
  g_autofree Keyed *keyed = g_new (Keyed, rows->len ? rows->len : 1);
  guint32 *out = (guint32 *) (void *) rows->data;
  const guint n = rows->len;

  for (guint i = 0; i < n; i++)
    keyed[i].row = out[i];
  fill_keys (keyed, n, facts, rule->order, walk);
  qsort (keyed, n, sizeof *keyed, compare_keys);
  for (guint i = 0; i < n; i++)
    out[rule->reversed ? n - 1 - i : i] = keyed[i].row;
}

/* Sections ------------------------------------------------------------------------------------- */

static guint32
find_key (SemFacts *facts, const SemFact *fact, SemBrowseOrder order)
{
  if (order == SEM_BROWSE_BY_DATE)
    return (guint32) sem_browse_month_of (fact->date);
  if (order == SEM_BROWSE_BY_FOLDER)
    return fact->folder;
  return sem_natural_initial (sem_facts_get_name (facts, fact));
}

static GArray *
divide (const GArray *rows, SemFacts *facts, SemBrowseOrder order)
{
  GArray *sections = g_array_new (FALSE, FALSE, sizeof (SemBrowseSection));
  SemBrowseSection section = { 0 };
  guint n;
  const SemFact *all = sem_facts_get_rows (facts, &n);

  for (guint i = 0; order != SEM_BROWSE_BY_LIKENESS && i < rows->len; i++)
    {
      const guint32 key = find_key (facts, &all[g_array_index (rows, guint32, i)], order);

      if (i > 0 && key == section.key)
        continue;
      section = (SemBrowseSection){ i, key };
      g_array_append_val (sections, section);
    }
  return sections;
}

static GArray *
list_photos (const GArray *rows, SemFacts *facts)
{
  GArray *photos = g_array_sized_new (FALSE, FALSE, sizeof (guint32), rows->len);
  guint n;
  const SemFact *all = sem_facts_get_rows (facts, &n);

  for (guint i = 0; i < rows->len; i++)
    g_array_append_val (photos, all[g_array_index (rows, guint32, i)].photo);
  return photos;
}

SemArranged *
sem_arrange (SemFacts *facts,
             const SemBrowseRule *rule,
             GHashTable *hidden,
             GArray *walk,
             GCancellable *cancellable)
{
  SemArranged *arranged = g_new0 (SemArranged, 1);
  Choice choice;

  choice_init (&choice, facts, rule, hidden);
  arranged->facts = sem_facts_ref (facts);
  arranged->order = rule->order;
  arranged->rows = choose (&choice);
  choice_clear (&choice);
  if (!g_cancellable_is_cancelled (cancellable))
    order_rows (arranged->rows, facts, rule, walk);
  arranged->photos = list_photos (arranged->rows, facts);
  arranged->sections = divide (arranged->rows, facts, rule->order);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&arranged, sem_arranged_free);
  return arranged;
}

/* Files that are gone -------------------------------------------------------------------------- */

static guint
find_folder (SemFacts *facts, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < sem_facts_get_n_folders (facts); i++)
    if (strcmp (sem_facts_get_folder (facts, i), folder) == 0)
      return i;
  return G_MAXUINT;
}

static guint
find_path (const SemArranged *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  const guint folder = find_folder (self->facts, path);
  guint n;
  const SemFact *all = sem_facts_get_rows (self->facts, &n);

  for (guint i = 0; folder != G_MAXUINT && i < self->rows->len; i++)
    {
      const SemFact *fact = &all[g_array_index (self->rows, guint32, i)];

      if (fact->folder == folder && strcmp (sem_facts_get_name (self->facts, fact), name) == 0)
        return i;
    }
  return G_MAXUINT;
}

/* The same sections, but for the photo at @position, which may have been all of its section. @n:
 * photos that are left. */
static GArray *
shorten (const GArray *sections, guint position, guint n)
{
  GArray *shorter = g_array_new (FALSE, FALSE, sizeof (SemBrowseSection));

  for (guint i = 0; i < sections->len; i++)
    {
      SemBrowseSection section = g_array_index (sections, SemBrowseSection, i);
      guint end =
        i + 1 < sections->len ? g_array_index (sections, SemBrowseSection, i + 1).start : n + 1;

      section.start -= section.start > position ? 1 : 0;
      end -= end > position ? 1 : 0;
      if (section.start < end)
        g_array_append_val (shorter, section);
    }
  return shorter;
}

SemArranged *
sem_arranged_without (const SemArranged *self, const char *path)
{
  const guint position = find_path (self, path);
  SemArranged *without;

  if (position == G_MAXUINT
      || sem_facts_is_one_of_several (self->facts, g_array_index (self->rows, guint32, position)))
    return NULL;
  without = g_new0 (SemArranged, 1);
  without->facts = sem_facts_ref (self->facts);
  without->order = self->order;
  without->rows = g_array_copy (self->rows);
  g_array_remove_index (without->rows, position);
  without->photos = g_array_copy (self->photos);
  g_array_remove_index (without->photos, position);
  without->sections = shorten (self->sections, position, without->rows->len);
  return without;
}

GArray *
sem_arrange_list_hidden (SemFacts *facts, GHashTable *hidden)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) names = list_names (hidden);
  guint n;
  const SemFact *all = sem_facts_get_rows (facts, &n);

  for (guint32 i = 0; i < n && g_hash_table_size (hidden) > 0; i++)
    if (is_hidden (facts, &all[i], hidden, names))
      g_array_append_val (rows, i);
  return rows;
}

GPtrArray *
sem_arrange_find_shown (SemFacts *facts, GHashTable *hidden)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) rows = sem_arrange_list_hidden (facts, hidden);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path;
  guint n;
  const SemFact *all = sem_facts_get_rows (facts, &n);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (found, sem_facts_dup_path (facts, &all[g_array_index (rows, guint32, i)]));
  g_hash_table_iter_init (&iter, hidden);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!g_hash_table_contains (found, path) || g_file_test (path, G_FILE_TEST_EXISTS))
      g_ptr_array_add (shown, g_strdup (path));
  return shown;
}
