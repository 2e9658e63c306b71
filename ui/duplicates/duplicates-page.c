/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates-page"

#include "config.h"

#include "ui/duplicates/duplicates-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/duplicates/duplicates-words.h"
#include "ui/toast.h"

/* As wide as the library page, so that the sidebar folds at the same width. */
#define NATURAL_WIDTH 499

enum
{
  PROP_0,
  PROP_NARROW,
  PROP_IDENTICAL,
  PROP_COPIES,
  PROP_MAYBE,
  PROP_BURSTS,
  PROP_PAIRS,
  N_PROPS,
};

enum
{
  OPEN_PHOTO,
  TRASH,
  DIFFERENT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemDuplicatesPage, sem_duplicates_page, GTK_TYPE_WIDGET)

static SemDuplicateList *
get_list (SemDuplicatesPage *self)
{
  return sem_duplicate_finder_get_list (self->finder);
}

/* What is shown -------------------------------------------------------------------------------- */

/* With the number of groups of each kind. */
static void
show_kinds (SemDuplicatesPage *self)
{
  static const char *const actions[SEM_DUPLICATE_SET_N_KINDS] = {
    [SEM_DUPLICATE_SET_IDENTICAL] = "duplicates.identical",
    [SEM_DUPLICATE_SET_COPIES] = "duplicates.copies",
    [SEM_DUPLICATE_SET_MAYBE] = "duplicates.maybe",
    [SEM_DUPLICATE_SET_BURST] = "duplicates.bursts",
    [SEM_DUPLICATE_SET_PAIR] = "duplicates.pairs",
  };

  g_menu_remove_all (self->kinds);
  for (guint i = 0; i < SEM_DUPLICATE_SET_N_KINDS; i++)
    {
      g_autofree char *label =
        /* Translators: a kind of groups, and how many there are: "Bursts (12)". */
        g_strdup_printf (_("%s (%'u)"), sem_duplicates_words_for_kinds (i),
                         sem_duplicate_list_get_n_of_kind (get_list (self), i));

      g_menu_append (self->kinds, label, actions[i]);
    }
}

static char *
explain_empty (SemDuplicatesPage *self)
{
  const char *problem = sem_duplicate_finder_get_problem (self->finder);

  if (sem_duplicate_finder_get_running (self->finder))
    return g_strdup (_("Photos are compared with each other. The first groups appear soon."));
  if (problem)
    return g_markup_escape_text (problem, -1);
  if (sem_library_get_n_photos (self->library) == 0)
    return g_strdup (_("Add a folder of photos first."));
  for (guint i = 0; i < SEM_DUPLICATE_SET_N_KINDS; i++)
    if (sem_duplicate_list_get_n_of_kind (get_list (self), i) > 0)
      return g_strdup (_("There are groups of other kinds; the button above says which."));
  if (sem_duplicate_finder_get_done (self->finder))
    return g_strdup (_("No photo is there more than once."));
  return g_strdup (_("Not all photos were compared yet."));
}

static void
update (SemDuplicatesPage *self)
{
  const gboolean there = g_list_model_get_n_items (G_LIST_MODEL (get_list (self))) > 0;
  const gboolean running = sem_duplicate_finder_get_running (self->finder);
  const gboolean any = sem_library_get_n_photos (self->library) > 0;
  const gboolean stopped = !running && any && !sem_duplicate_finder_get_done (self->finder);
  g_autofree char *subtitle = sem_duplicates_words_for_list (get_list (self));
  g_autofree char *accepted = sem_duplicates_words_for_accepted (get_list (self));
  g_autofree char *explanation = explain_empty (self);

  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_widget_set_visible (self->stopped, stopped && there);
  gtk_widget_set_visible (self->look_button, stopped);
  gtk_widget_set_visible (self->bar, there);
  gtk_label_set_label (self->accepted, accepted);
  adw_status_page_set_title (self->empty,
                             running ? _("Looking for Duplicates") : _("No Duplicates"));
  adw_status_page_set_description (self->empty, explanation);
  gtk_stack_set_visible_child_name (self->stack, there ? "groups" : "empty");
  if (there && self->wants_focus && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->wants_focus = self->wants_focus && !there;
  show_kinds (self);
  sem_duplicates_page_update_actions (self);
}

/* What is looked at is proven first. */
static void
moved_cb (SemDuplicatesPage *self)
{
  if (self->finder)
    sem_duplicate_finder_look_at (self->finder, sem_duplicates_view_get_current (self->view, NULL));
}

static void
start (SemDuplicatesPage *self)
{
  if (self->finder && sem_library_get_n_photos (self->library) > 0)
    sem_duplicate_finder_start (self->finder);
}

/* Also what other programs have changed by then is known. */
static void
state_cb (SemDuplicatesPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      && sem_library_get_state (self->library) == SEM_LIBRARY_IDLE)
    start (self);
}

static void
message_cb (SemDuplicatesPage *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s", sentence);
}

static void
opened_cb (SemDuplicatesPage *self)
{
  guint index;

  if (sem_duplicates_view_get_current (self->view, &index))
    g_signal_emit (self, signals[OPEN_PHOTO], 0, index);
}

/* At the photo that has the focus. */
static void
menu_cb (SemDuplicatesPage *self, double x, double y)
{
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
  if (!self->popover)
    {
      self->popover = gtk_popover_menu_new_from_model (self->photo_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      sem_accessible_set_label (self->popover, _("Photo"));
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* The widget ----------------------------------------------------------------------------------- */

static void
sem_duplicates_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sem_duplicates_page_parent_class)->map (widget);
  start (SEM_DUPLICATES_PAGE (widget));
}

static gboolean
sem_duplicates_page_grab_focus (GtkWidget *widget)
{
  SemDuplicatesPage *self = SEM_DUPLICATES_PAGE (widget);

  self->wants_focus = !sem_duplicates_view_get_current (self->view, NULL);
  return gtk_widget_grab_focus (GTK_WIDGET (self->view))
         || gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

static void
sem_duplicates_page_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  gtk_widget_measure (SEM_DUPLICATES_PAGE (widget)->box, orientation, for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
sem_duplicates_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemDuplicatesPage *self = SEM_DUPLICATES_PAGE (widget);

  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (self->popover)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
sem_duplicates_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemDuplicatesPage *self = SEM_DUPLICATES_PAGE (object);
  const guint kinds =
    self->finder ? sem_duplicate_list_get_kinds (get_list (self)) : SEM_DUPLICATE_LIST_KINDS;

  if (id >= PROP_IDENTICAL && id <= PROP_PAIRS)
    g_value_set_boolean (value, (kinds & 1u << (id - PROP_IDENTICAL)) != 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_kind (SemDuplicatesPage *self, guint kind, gboolean shown)
{
  const guint kinds = sem_duplicate_list_get_kinds (get_list (self));

  sem_duplicate_list_set_kinds (get_list (self),
                                shown ? kinds | 1u << kind : kinds & ~(1u << kind));
}

static void
sem_duplicates_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemDuplicatesPage *self = SEM_DUPLICATES_PAGE (object);

  if (id == PROP_NARROW)
    {
      const gboolean narrow = g_value_get_boolean (value);

      gtk_widget_set_visible (self->sidebar_button, narrow);
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar), narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
      (narrow ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (GTK_WIDGET (self),
                                                                         "narrow");
    }
  else if (id >= PROP_IDENTICAL && id <= PROP_PAIRS && self->finder)
    set_kind (self, id - PROP_IDENTICAL, g_value_get_boolean (value));
}

static void
sem_duplicates_page_dispose (GObject *object)
{
  SemDuplicatesPage *self = SEM_DUPLICATES_PAGE (object);

  if (self->finder)
    {
      g_signal_handlers_disconnect_by_data (get_list (self), self);
      g_signal_handlers_disconnect_by_data (self->finder, self);
      sem_duplicate_finder_stop (self->finder);
    }
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->kinds);
  g_clear_object (&self->finder);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_duplicates_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/duplicates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, title);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, stopped);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, look_button);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, view);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, accepted);
  gtk_widget_class_bind_template_child (widget_class, SemDuplicatesPage, photo_menu);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
}

static void
install_properties (GObjectClass *object_class)
{
  static const char *const names[] = {
    [PROP_IDENTICAL] = "show-identical", [PROP_COPIES] = "show-copies", [PROP_MAYBE] = "show-maybe",
    [PROP_BURSTS] = "show-bursts",       [PROP_PAIRS] = "show-pairs",
  };

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_IDENTICAL; i <= PROP_PAIRS; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, i != PROP_PAIRS,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_duplicates_page_class_init (SemDuplicatesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_duplicates_page_dispose;
  object_class->get_property = sem_duplicates_page_get_property;
  object_class->set_property = sem_duplicates_page_set_property;
  widget_class->map = sem_duplicates_page_map;
  widget_class->grab_focus = sem_duplicates_page_grab_focus;
  widget_class->measure = sem_duplicates_page_measure;
  widget_class->size_allocate = sem_duplicates_page_size_allocate;
  install_properties (object_class);
  signals[OPEN_PHOTO] = g_signal_new ("open-photo", SEM_TYPE_DUPLICATES_PAGE, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[TRASH] = g_signal_new ("trash", SEM_TYPE_DUPLICATES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_UINT);
  signals[DIFFERENT] = g_signal_new ("different", SEM_TYPE_DUPLICATES_PAGE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_DUPLICATE_SET);
  g_type_ensure (SEM_TYPE_DUPLICATES_VIEW);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
  sem_duplicates_page_install_actions (widget_class);
}

static void
sem_duplicates_page_init (SemDuplicatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->kinds = g_menu_new ();
  gtk_menu_button_set_menu_model (self->filter_button, G_MENU_MODEL (self->kinds));
  sem_toast_keep_above (self->bar);
}

void
sem_duplicates_page_set_library (SemDuplicatesPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_DUPLICATES_PAGE (self) && !self->library);

  self->library = g_object_ref (library);
  self->finder = sem_duplicate_finder_new (library);
  g_signal_connect_object (library, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::n-photos", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->finder, "notify::running", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->finder, "message", G_CALLBACK (message_cb), self);
  sem_duplicates_view_set_absence (self->view, sem_library_get_absence (library));
  sem_duplicates_view_set_list (self->view, get_list (self));
  g_signal_connect_swapped (get_list (self), "changed", G_CALLBACK (update), self);
  update (self);
}

void
sem_duplicates_page_set_menu (SemDuplicatesPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_DUPLICATES_PAGE (self));
  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

SemDuplicateFinder *
sem_duplicates_page_get_finder (SemDuplicatesPage *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATES_PAGE (self), NULL);
  return self->finder;
}

SemDuplicatesView *
sem_duplicates_page_get_view (SemDuplicatesPage *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATES_PAGE (self), NULL);
  return self->view;
}

SemPhoto *
sem_duplicates_page_dup_photo (SemDuplicatesPage *self)
{
  SemDuplicateSet *set;
  guint index;

  g_return_val_if_fail (SEM_IS_DUPLICATES_PAGE (self), NULL);

  set = sem_duplicates_view_get_current (self->view, &index);
  return set ? g_list_model_get_item (sem_duplicate_set_get_photos (set), index) : NULL;
}

SemPhoto *
sem_duplicates_page_dup_other (SemDuplicatesPage *self)
{
  SemDuplicateSet *set;
  guint index;

  g_return_val_if_fail (SEM_IS_DUPLICATES_PAGE (self), NULL);

  set = sem_duplicates_view_get_current (self->view, &index);
  return set ? g_list_model_get_item (sem_duplicate_set_get_photos (set), index == 0 ? 1 : 0)
             : NULL;
}

void
sem_duplicates_page_trash_photo (SemDuplicatesPage *self)
{
  guint index;

  g_return_if_fail (SEM_IS_DUPLICATES_PAGE (self));

  if (sem_duplicates_view_get_current (self->view, &index))
    sem_duplicates_page_trash (self, sem_duplicates_page_list_current (self), index);
}

void
sem_duplicates_page_focus_photo (SemDuplicatesPage *self, guint index)
{
  g_return_if_fail (SEM_IS_DUPLICATES_PAGE (self));
  sem_duplicates_view_go (self->view, sem_duplicates_view_get_position (self->view), index, TRUE);
}

const char *
sem_duplicates_page_get_shown (SemDuplicatesPage *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATES_PAGE (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}
