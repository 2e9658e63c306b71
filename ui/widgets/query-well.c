/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-query-well"

#include "config.h"

#include "ui/widgets/query-well.h"

#include <glib/gi18n-lib.h>

#include "engine/model/asking/other-network.h"
#include "ui/asking/query-words.h"
#include "ui/pictures/framed-paintable.h"
#include "ui/pictures/texture.h"
#include "ui/words.h"

/* Of the pictures, in pixels: with two upright ones the buttons still fit into a window of usual
 * height. */
#define PICTURE_SIDE 184

struct _SemQueryWell
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkPicture *picture;
  GtkLabel *title;
  GtkLabel *size;
  GtkLabel *found;
  GtkLabel *time;
  GtkLabel *code;
  GtkButton *copies;
  GtkWidget *relative;
  GtkLabel *no_copies;

  GtkStack *match_stack;
  GtkPicture *match_picture;
  GtkLabel *match_title;
  GtkLabel *match_size;
  GtkLabel *match_place;
  GtkLabel *match_folder;
  GtkLabel *match_files;
  GtkLabel *match_likeness;
  GtkLabel *match_distance;
  GtkLevelBar *match_level;

  GdkPaintable *query; /* (nullable) */
  SemMatch *match;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SemQueryWell, sem_query_well, GTK_TYPE_WIDGET)

/* The widget is exactly as large as its picture, so that it has its rounded corners. */
static void
show_picture (GtkPicture *picture, GdkTexture *texture)
{
  g_autoptr (GdkPaintable) paintable = sem_texture_fit (texture, PICTURE_SIDE);

  gtk_picture_set_paintable (picture, paintable);
}

static void
set_or_hide (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
describe_photo (SemQueryWell *self, SemPhoto *photo)
{
  GFile *file = sem_photo_get_file (photo);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *size =
    sem_words_for_size (sem_photo_get_width (photo), sem_photo_get_height (photo));
  g_autofree char *place = folder != NULL ? sem_words_for_folder (folder) : g_strdup ("");

  gtk_label_set_label (self->match_title, sem_photo_get_title (photo));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->match_title), sem_photo_get_title (photo));
  gtk_picture_set_alternative_text (self->match_picture, sem_photo_get_title (photo));
  set_or_hide (self->match_size, size);
  set_or_hide (self->match_folder, place);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->match_folder), place);
}

/* Shown where the photo has more than one file. */
static void
describe_files (SemQueryWell *self, SemMatch *match)
{
  g_autofree char *files = sem_words_for_files (sem_match_get_paths (match));

  set_or_hide (self->match_files, files);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->match_files), files);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemQueryWell) self = user_data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (SemPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;

  pixels = sem_photo_load_thumbnail_finish (SEM_PHOTO (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->match
      || sem_match_get_photo (self->match) != SEM_PHOTO (source))
    return;
  if (pixels)
    texture = sem_texture_new_for_pixels (pixels);
  show_picture (self->match_picture, texture);
  describe_photo (self, SEM_PHOTO (source));
}

static void
forget_match (SemQueryWell *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->match)
    g_signal_handlers_disconnect_by_data (self->match, self);
  g_clear_object (&self->match);
}

/* Draws the frame around the part of the query in which the hit lies, and says where that is. */
static void
show_region (SemQueryWell *self)
{
  double region[4];

  gtk_picture_set_paintable (self->picture, self->query);
  if (!self->match || !sem_match_get_region (self->match, region))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->match_place), FALSE);
      return;
    }
  set_or_hide (self->match_place, sem_match_get_place (self->match));
  if (self->query)
    {
      const graphene_rect_t part = GRAPHENE_RECT_INIT ((float) region[0], (float) region[1],
                                                       (float) region[2], (float) region[3]);
      g_autoptr (GdkPaintable) framed = sem_framed_paintable_new (self->query, &part);

      gtk_picture_set_paintable (self->picture, framed);
    }
}

static void
show_match (SemQueryWell *self)
{
  g_autofree char *likeness = sem_words_for_likeness (sem_match_get_likeness (self->match));
  g_autofree char *distance = sem_words_for_distance (sem_match_get_distance (self->match));

  gtk_label_set_label (self->match_likeness, likeness);
  gtk_label_set_label (self->match_distance, distance);
  gtk_level_bar_set_value (self->match_level, CLAMP (sem_match_get_likeness (self->match), 0, 1));
  show_region (self);
}

static void
sem_query_well_dispose (GObject *object)
{
  SemQueryWell *self = SEM_QUERY_WELL (object);

  forget_match (self);
  g_clear_object (&self->query);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_query_well_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, picture);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, title);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, size);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, found);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, time);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, code);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, copies);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, relative);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, no_copies);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_stack);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_picture);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_title);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_size);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_place);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_folder);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_files);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_likeness);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_distance);
  gtk_widget_class_bind_template_child (widget_class, SemQueryWell, match_level);
}

static void
sem_query_well_class_init (SemQueryWellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_query_well_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/query-well.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "querywell");
}

static void
sem_query_well_init (SemQueryWell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Why the button is greyed, where it is. */
static void
explain_copies (SemQueryWell *self, SemQuery *query)
{
  const char *reason = sem_query_can_find_copies (query) ? NULL : sem_words_against_copies (query);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->copies), reason);
  gtk_label_set_label (self->no_copies, reason ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->no_copies), reason != NULL);
}

void
sem_query_well_set_results (SemQueryWell *self, SemResults *results, SemPhoto *photo)
{
  const SemPixels *pixels;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *size = NULL, *found = NULL, *duration = NULL, *code = NULL;
  const char *title;

  g_return_if_fail (SEM_IS_QUERY_WELL (self));
  g_return_if_fail (SEM_IS_RESULTS (results));

  pixels = sem_results_get_query_pixels (results);
  title = sem_query_get_title (sem_results_get_query (results));
  if (pixels)
    texture = sem_texture_new_for_pixels (pixels);
  g_clear_object (&self->query);
  self->query = sem_texture_fit (texture, PICTURE_SIDE);
  gtk_picture_set_paintable (self->picture, self->query);
  /* Words have none. */
  gtk_widget_set_visible (GTK_WIDGET (self->picture),
                          sem_query_get_n_sources (sem_results_get_query (results)) > 0);
  gtk_picture_set_alternative_text (self->picture, title);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);

  size = photo != NULL
           ? sem_words_for_size (sem_photo_get_width (photo), sem_photo_get_height (photo))
           : g_strdup ("");
  set_or_hide (self->size, size);
  found = sem_words_for_found (results);
  gtk_label_set_label (self->found, found);
  duration = sem_words_for_milliseconds (sem_results_get_milliseconds (results));
  gtk_label_set_label (self->time, duration);
  code = sem_words_for_distance (sem_results_get_n_bits (results));
  gtk_label_set_label (self->code, code);
  gtk_button_set_label (self->copies, sem_query_get_original (sem_results_get_query (results))
                                        ? _("Show All _Similar")
                                        : _("Find _Copies"));
  gtk_widget_set_visible (self->relative, sem_results_get_is_relative (results));
  explain_copies (self, sem_results_get_query (results));
  sem_query_well_set_match (self, NULL);
}

void
sem_query_well_set_found (SemQueryWell *self,
                          const char *found,
                          const char *duration,
                          const char *code)
{
  g_return_if_fail (SEM_IS_QUERY_WELL (self));
  gtk_label_set_label (self->found, found);
  gtk_label_set_label (self->time, duration);
  gtk_label_set_label (self->code, code);
}

void
sem_query_well_set_match (SemQueryWell *self, SemMatch *match)
{
  SemPhoto *photo;

  g_return_if_fail (SEM_IS_QUERY_WELL (self));

  if (self->match == match)
    return;
  forget_match (self);
  gtk_stack_set_visible_child_name (self->match_stack, match != NULL ? "match" : "hint");
  if (!match)
    {
      show_region (self);
      return;
    }

  self->match = g_object_ref (match);
  self->cancellable = g_cancellable_new ();
  photo = sem_match_get_photo (match);
  g_signal_connect_object (match, "changed", G_CALLBACK (show_match), self, G_CONNECT_SWAPPED);
  show_match (self);
  describe_photo (self, photo);
  describe_files (self, match);
  sem_photo_load_thumbnail_async (photo, self->cancellable, loaded_cb, g_object_ref (self));
}
