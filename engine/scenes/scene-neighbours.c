/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/scenes/scene-groups-private.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"

#include <string.h>

#define NEAREST 10

/* Two candidates that match, by row. */
typedef struct
{
  guint a;
  guint b;
  float similarity;
} Edge;

/* The photos to group, sorted by content hash: those not tried yet, and those of known scenes.
 * @scene: for each row, the number of its known scenes' group, from 1, or 0 */
typedef struct
{
  GArray *photos;  /* SemStorePhoto */
  GPtrArray *keys; /* of the groups of known scenes, by number - 1 */
  guint *scene;
  GHashTable *rows; /* from 1, by photo */
} Candidates;

/* Union-find over the rows.
 * @scene: for each representative, the known scenes' group in its set, or 0 */
typedef struct
{
  guint *parent;
  guint *size;
  guint *scene;
} Sets;

static int
compare_edges (gconstpointer one, gconstpointer other)
{
  const Edge *x = one, *y = other;

  if (x->similarity > y->similarity || x->similarity < y->similarity)
    return x->similarity > y->similarity ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

static int
compare_edge_ends (gconstpointer one, gconstpointer other)
{
  const Edge *x = one, *y = other;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

/* Keeps the edges that occur twice: found from both ends. */
static void
keep_mutual (GArray *edges)
{
  guint kept = 0;

  g_array_sort (edges, compare_edge_ends);
  for (guint i = 1; i < edges->len; i++)
    if (compare_edge_ends (&g_array_index (edges, Edge, i), &g_array_index (edges, Edge, i - 1))
        == 0)
      g_array_index (edges, Edge, kept++) = g_array_index (edges, Edge, i);
  g_array_set_size (edges, kept);
  g_array_sort (edges, compare_edges);
}

static void
add_edges (GArray *edges, guint row, const SemSearchAnswer *answer, GHashTable *rows)
{
  const float least = g_hash_table_size (rows) < SEM_SCENE_FEW ? 0 : SEM_SCENE_MIN_SIMILARITY;

  for (guint i = 0; i < answer->n_hits; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      gpointer found = g_hash_table_lookup (rows, &hit->photo);
      Edge edge;

      /* Another file of the photo itself says nothing of the scene. */
      if (!found || hit->kind == SEM_COPY_IDENTICAL || hit->cosine < least)
        continue;
      edge.a = MIN (row, GPOINTER_TO_UINT (found) - 1);
      edge.b = MAX (row, GPOINTER_TO_UINT (found) - 1);
      edge.similarity = hit->cosine;
      g_array_append_val (edges, edge);
    }
}

/* Adds the edges of one row; marks in @wanted the known ones that have to be searched from too. */
static gboolean
ask (SemSearcher *searcher,
     const Candidates *candidates,
     guint row,
     GArray *edges,
     guint8 *wanted,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, NEAREST);
  const gint64 id = g_array_index (candidates->photos, SemStorePhoto, row).id;
  const guint from = edges->len;
  g_autoptr (SemSearchAnswer) answer = NULL;

  sem_search_request_add_photo (request, id);
  sem_search_request_set_cancellable (request, cancellable);
  answer = sem_search (searcher, request, error);
  if (!answer)
    return FALSE;
  add_edges (edges, row, answer, candidates->rows);
  for (guint i = from; wanted && i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);
      const guint other = edge->a == row ? edge->b : edge->a;

      wanted[other] = candidates->scene[other] != 0;
    }
  return TRUE;
}

static GArray *
find_edges (SemSearcher *searcher,
            const Candidates *candidates,
            const SemProgress *progress,
            GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  const guint n = candidates->photos->len;
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  g_autofree guint8 *wanted = g_new0 (guint8, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      if (candidates->scene[i] == 0
          && !ask (searcher, candidates, i, edges, wanted, cancellable, error))
        return NULL;
      sem_progress_report (progress, (double) (i + 1) / n);
    }
  for (guint i = 0; i < n; i++)
    if (wanted[i] && !ask (searcher, candidates, i, edges, NULL, cancellable, error))
      return NULL;
  keep_mutual (edges);
  return g_steal_pointer (&edges);
}

static guint
find_set (Sets *sets, guint row)
{
  while (sets->parent[row] != row)
    row = sets->parent[row] = sets->parent[sets->parent[row]];
  return row;
}

static void
join (Sets *sets, guint a, guint b)
{
  sets->parent[MAX (a, b)] = MIN (a, b);
  sets->size[MIN (a, b)] += sets->size[MAX (a, b)];
  sets->scene[MIN (a, b)] = MAX (sets->scene[a], sets->scene[b]);
}

/* Never joins two known scenes. */
static void
join_sets (Sets *sets, const GArray *edges)
{
  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);
      const guint a = find_set (sets, edge->a), b = find_set (sets, edge->b);
      const gboolean known = sets->scene[a] || sets->scene[b];

      if (a != b && !(sets->scene[a] && sets->scene[b])
          && sets->size[a] + sets->size[b] <= (known ? SEM_SCENE_MAX_FOLDER : SEM_SCENE_MAX_GROUP))
        join (sets, a, b);
    }
}

static void
join_known (Sets *sets, const Candidates *candidates)
{
  g_autofree guint *first = g_new0 (guint, candidates->keys->len + 1);

  for (guint i = 0; i < candidates->photos->len; i++)
    {
      const guint scene = candidates->scene[i];

      sets->parent[i] = i;
      sets->size[i] = 1;
      sets->scene[i] = scene;
      if (scene == 0)
        continue;
      if (first[scene])
        join (sets, first[scene] - 1, i);
      else
        first[scene] = i + 1;
    }
}

/* NULL for a known scene without new photos. */
static SemSceneGroup *
make_group (const Candidates *candidates, const GArray *members, guint scene)
{
  g_autoptr (GArray) joining = g_array_new (FALSE, FALSE, sizeof (gint64));
  SemSceneGroup *group;

  for (guint i = 0; scene && i < members->len; i++)
    {
      const gint64 id = g_array_index (members, SemStorePhoto, i).id;

      if (candidates->scene[GPOINTER_TO_UINT (g_hash_table_lookup (candidates->rows, &id)) - 1]
          == 0)
        g_array_append_val (joining, id);
    }
  if (scene && joining->len == 0)
    return NULL;
  group = sem_scene_group_make (members);
  if (scene)
    {
      group->joins = g_strdup (candidates->keys->pdata[scene - 1]);
      group->joining = g_steal_pointer (&joining);
    }
  return group;
}

/* The photos are sorted by content hash, and so the members of each set are. */
static GPtrArray *
make_groups (const Candidates *candidates, Sets *sets)
{
  const GArray *photos = candidates->photos;
  g_autoptr (GPtrArray) groups =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_scene_group_free);
  g_autofree GArray **members = g_new0 (GArray *, MAX (photos->len, 1));

  for (guint i = 0; i < photos->len; i++)
    {
      const guint set = find_set (sets, i);

      if (sets->size[set] < SEM_SCENE_MIN_GROUP)
        continue;
      if (!members[set])
        members[set] = g_array_new (FALSE, FALSE, sizeof (SemStorePhoto));
      g_array_append_val (members[set], g_array_index (photos, SemStorePhoto, i));
    }
  for (guint i = 0; i < photos->len; i++)
    if (members[i])
      {
        SemSceneGroup *group = make_group (candidates, members[i], sets->scene[i]);

        if (group)
          g_ptr_array_add (groups, group);
        g_array_unref (members[i]);
      }
  sem_scene_groups_sort (groups);
  return g_steal_pointer (&groups);
}

/* Numbers the groups of known scenes. Returns: number by photo id; the ids belong to @scenes */
static GHashTable *
number_scenes (const GPtrArray *scenes, GPtrArray *keys, GArray *ids)
{
  GHashTable *numbers = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < scenes->len; i++)
    {
      const SemStoreScene *scene = scenes->pdata[i];
      guint number = 0;

      while (number < keys->len && strcmp (keys->pdata[number], scene->key) != 0)
        number++;
      if (number == keys->len)
        g_ptr_array_add (keys, g_strdup (scene->key));
      for (guint j = 0; j < scene->photos->len; j++)
        {
          SemStoreScenePhoto *photo = &g_array_index (scene->photos, SemStoreScenePhoto, j);

          g_hash_table_insert (numbers, &photo->photo, GUINT_TO_POINTER (number + 1));
          g_array_append_val (ids, photo->photo);
        }
    }
  return numbers;
}

static void
candidates_clear (Candidates *self)
{
  g_clear_pointer (&self->photos, g_array_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_free (self->scene);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Candidates, candidates_clear)

/* A photo of a known scene counts as such even where it is marked as not tried. */
static gboolean
candidates_load (Candidates *self,
                 SemStore *store,
                 const char *under,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GArray) tried = sem_store_list_tried (store, error);
  g_autoptr (GPtrArray) scenes = tried ? sem_store_list_scenes (store, error) : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) numbers = NULL;
  g_autoptr (GArray) fresh = NULL;

  if (!scenes)
    return FALSE;
  self->keys = g_ptr_array_new_with_free_func (g_free);
  numbers = number_scenes (scenes, self->keys, ids);
  fresh = sem_scene_photos_list (store, under, tried, cancellable, error);
  self->photos = fresh ? sem_scene_photos_load (store, ids, NULL, cancellable, error) : NULL;
  if (!self->photos)
    return FALSE;
  for (guint i = fresh->len; i-- > 0;)
    if (!g_hash_table_contains (numbers, &g_array_index (fresh, SemStorePhoto, i).id))
      {
        g_array_append_val (self->photos, g_array_index (fresh, SemStorePhoto, i));
        g_array_index (fresh, SemStorePhoto, i) = (SemStorePhoto){ 0 };
      }
  sem_scene_photos_sort (self->photos);
  self->scene = g_new0 (guint, MAX (self->photos->len, 1));
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < self->photos->len; i++)
    {
      gint64 *id = &g_array_index (self->photos, SemStorePhoto, i).id;

      self->scene[i] = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, id));
      g_hash_table_insert (self->rows, id, GUINT_TO_POINTER (i + 1));
    }
  return TRUE;
}

GPtrArray *
sem_scene_groups_by_codes (SemStore *store,
                           SemSearcher *searcher,
                           const char *under,
                           const SemProgress *progress,
                           GError **error)
{
  g_auto (Candidates) candidates = { 0 };
  g_autoptr (GArray) edges = NULL;
  g_autofree guint *numbers = NULL;
  guint n;

  if (!candidates_load (&candidates, store, under, sem_progress_get_cancellable (progress), error))
    return NULL;
  edges = find_edges (searcher, &candidates, progress, error);
  if (!edges)
    return NULL;
  n = candidates.photos->len;
  numbers = g_new (guint, 3 * n + 1);
  Sets sets = { numbers, numbers + n, numbers + 2 * n };

  join_known (&sets, &candidates);
  join_sets (&sets, edges);
  return make_groups (&candidates, &sets);
}
