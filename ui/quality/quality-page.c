/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-quality-page"

#include "config.h"

#include "ui/quality/quality-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/quality/figure-card.h"
#include "ui/quality/findings-group.h"
#include "ui/quality/labels-group.h"
#include "ui/quality/quality-private.h"
#include "ui/quality/scenes/scenes-group.h"
#include "ui/words.h"

/* As wide as the library page, so that the sidebar folds at the same width. */
#define NATURAL_WIDTH 499

struct _SemQualityPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *title;
  GtkWidget *sidebar_button;
  GtkWidget *back_button;
  GtkMenuButton *menu_button;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *measure_button;
  GtkLabel *verdict;
  GtkFlowBox *cards;
  GtkFlowBox *findings;
  GtkBox *sections;
  SemLabelsGroup *labels;
  SemScenesGroup *scenes;
  GtkLabel *behind;
  SemPhotoGrid *grid;

  SemLibrary *library;
  SemInspector *inspector;
  GtkWidget *opened; /* (nullable): what was opened last: a card, or a list of photos */
};

static guint inspect_signal;

enum
{
  PROP_0,
  PROP_NARROW,
  PROP_SHOWS_PHOTOS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemQualityPage, sem_quality_page, GTK_TYPE_WIDGET)

static gboolean
shows_photos (SemQualityPage *self)
{
  return g_str_equal (sem_quality_page_get_shown (self), "photos");
}

static void
show (SemQualityPage *self, const char *name)
{
  gboolean photos = g_str_equal (name, "photos");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->back_button, photos);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_PHOTOS]);
  if (photos)
    return;
  adw_window_title_set_title (self->title, _("Quality"));
  adw_window_title_set_subtitle (self->title, "");
}

gboolean
sem_quality_page_step_back (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), FALSE);

  if (!shows_photos (self))
    return FALSE;
  show (self, "cards");
  sem_quality_page_take_focus (self);
  return TRUE;
}

static void
back_cb (SemQualityPage *self)
{
  sem_quality_page_step_back (self);
}

/* @opened: what the focus goes back to */
static void
show_photos (SemQualityPage *self,
             GtkWidget *opened,
             GListModel *photos,
             const char *title,
             const char *subtitle,
             const char *behind)
{
  self->opened = opened;
  sem_photo_grid_set_model (self->grid, photos);
  show (self, "photos");
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_label_set_label (self->behind, behind);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
opened_cb (SemFigureCard *card, SemPlotPoint *point, SemQualityPage *self)
{
  SemFigure *figure = sem_figure_card_get_figure (card);
  g_autoptr (GListModel) photos = sem_inspector_list_photos (self->inspector, figure, point);
  g_autofree char *words = sem_plot_describe (sem_figure_get_plot (figure), point);
  g_autofree char *behind = sem_figure_describe_photos (figure, point);

  if (g_list_model_get_n_items (photos) == 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s",
                                  _("There are no photos behind this point"));
      return;
    }
  show_photos (self, GTK_WIDGET (card), photos, sem_plot_get_title (sem_figure_get_plot (figure)),
               words, behind);
}

static void
pair_opened_cb (GtkWidget *group, SemOverlap *overlap, SemQualityPage *self)
{
  g_autoptr (GListStore) photos = g_list_store_new (SEM_TYPE_PHOTO);

  for (guint i = 0; i < 2; i++)
    g_list_store_append (photos, sem_overlap_get_photo (overlap, i));
  show_photos (self, group, G_LIST_MODEL (photos), _("Pairs of Photos"),
               sem_overlap_get_title (overlap), sem_overlap_get_words (overlap));
}

static void
group_opened_cb (GtkWidget *group, SemFigureCard *card, SemPlotPoint *point, SemQualityPage *self)
{
  opened_cb (card, point, self);
  /* Its cards may be gone when the photos are left. */
  if (self->opened == GTK_WIDGET (card))
    self->opened = group;
}

static void
clear_cards (SemQualityPage *self)
{
  GtkWidget *child;

  if (self->opened && SEM_IS_FIGURE_CARD (self->opened))
    self->opened = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))))
    gtk_flow_box_remove (self->cards, child);
}

/* The focus is for what is in the card. */
static void
add_card (GtkFlowBox *box, GtkWidget *card, const char *title)
{
  gtk_flow_box_append (box, card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
  sem_accessible_set_label (gtk_widget_get_parent (card), title);
}

static void
fill_cards (SemQualityPage *self)
{
  GListModel *figures = sem_inspector_get_figures (self->inspector);

  clear_cards (self);
  for (guint i = 0; i < g_list_model_get_n_items (figures); i++)
    {
      g_autoptr (SemFigure) figure = g_list_model_get_item (figures, i);
      GtkWidget *card = sem_figure_card_new (figure);

      g_signal_connect (card, "point-opened", G_CALLBACK (opened_cb), self);
      add_card (self->cards, card, sem_plot_get_title (sem_figure_get_plot (figure)));
    }
}

static void
inspect_cb (SemFindingsGroup *group, GListModel *photos, guint position, SemQualityPage *self)
{
  self->opened = GTK_WIDGET (group);
  g_signal_emit (self, inspect_signal, 0, photos, position);
}

static void
add_findings (SemQualityPage *self, const char *title, const char *description, GListModel *model)
{
  GtkWidget *group = sem_findings_group_new (title, description, model);

  g_signal_connect (group, "opened", G_CALLBACK (inspect_cb), self);
  add_card (self->findings, group, title);
}

/* Figures are complete when the verdict changes. */
static void
verdict_cb (SemQualityPage *self)
{
  const char *verdict = sem_inspector_get_verdict (self->inspector);
  g_autofree char *words = NULL;

  if (!verdict)
    return;
  words = sem_words_keep_units (verdict);
  gtk_label_set_label (self->verdict, words);
  if (sem_inspector_get_healthy (self->inspector))
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), "warning");
  fill_cards (self);
  show (self, "cards");
}

static void
running_cb (SemQualityPage *self)
{
  gboolean running = sem_inspector_get_running (self->inspector);
  gboolean any = sem_library_get_n_photos (self->library) > 0;
  const char *problem = sem_inspector_get_problem (self->inspector);
  g_autofree char *markup = problem ? g_markup_escape_text (problem, -1) : NULL;

  /* Of no photos nothing can be measured. */
  gtk_widget_set_visible (self->measure_button, !running && any);
  adw_status_page_set_description (
    self->empty,
    running ? _("Photos of your library are searched for, and changed copies of some. This takes "
                "about a minute.")
    : !any  ? _("Add a folder of photos first.")
    : problem ? markup
              : _("Nothing was measured yet."));
}

void
sem_quality_page_refresh (SemQualityPage *self)
{
  g_return_if_fail (SEM_IS_QUALITY_PAGE (self));

  if (!self->inspector)
    return;
  sem_inspector_start (self->inspector);
  sem_scenes_group_refresh (self->scenes);
}

static void
sem_quality_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sem_quality_page_parent_class)->map (widget);
  sem_quality_page_refresh (SEM_QUALITY_PAGE (widget));
}

static void
sem_quality_page_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (SEM_QUALITY_PAGE (widget)->box, orientation, for_size, minimum, natural, NULL,
                      NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
sem_quality_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (SEM_QUALITY_PAGE (widget)->box, &(GtkAllocation){ 0, 0, width, height },
                            baseline);
}

static void
sem_quality_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOWS_PHOTOS)
    g_value_set_boolean (value, shows_photos (SEM_QUALITY_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_quality_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    gtk_widget_set_visible (SEM_QUALITY_PAGE (object)->sidebar_button, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_quality_page_dispose (GObject *object)
{
  SemQualityPage *self = SEM_QUALITY_PAGE (object);

  if (self->inspector)
    {
      g_signal_handlers_disconnect_by_data (self->inspector, self);
      sem_inspector_stop (self->inspector);
    }
  g_clear_object (&self->inspector);
  g_clear_object (&self->library);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_quality_page_parent_class)->dispose (object);
}

static void
sem_quality_page_class_init (SemQualityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_quality_page_dispose;
  object_class->get_property = sem_quality_page_get_property;
  object_class->set_property = sem_quality_page_set_property;
  widget_class->map = sem_quality_page_map;
  widget_class->measure = sem_quality_page_measure;
  widget_class->size_allocate = sem_quality_page_size_allocate;
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_PHOTOS] = g_param_spec_boolean ("shows-photos", NULL, NULL, FALSE,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  inspect_signal = g_signal_new ("inspect", SEM_TYPE_QUALITY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_LIST_MODEL, G_TYPE_UINT);
  g_type_ensure (SEM_TYPE_PHOTO_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/quality-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, title);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, empty);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, measure_button);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, cards);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, findings);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, sections);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, behind);
  gtk_widget_class_bind_template_child (widget_class, SemQualityPage, grid);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_quality_page_refresh);
  gtk_widget_class_set_css_name (widget_class, "qualitypage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_quality_page_init (SemQualityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_quality_page_set_library (SemQualityPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_QUALITY_PAGE (self));
  g_return_if_fail (!self->inspector);

  self->library = g_object_ref (library);
  self->inspector = sem_inspector_new (library);
  g_signal_connect_object (library, "notify::n-photos", G_CALLBACK (running_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->inspector, "notify::verdict", G_CALLBACK (verdict_cb), self);
  g_signal_connect_swapped (self->inspector, "notify::running", G_CALLBACK (running_cb), self);
  add_findings (self, _("Searches That Find Least"),
                _("Photos whose closest matches codes lose most. Open one to see what is found."),
                sem_inspector_get_worst (self->inspector));
  add_findings (self, _("Most Frequent Hubs"),
                _("Photos that turn up in the results of many others."),
                sem_inspector_get_hubs (self->inspector));
  self->labels = SEM_LABELS_GROUP (sem_labels_group_new (library));
  g_signal_connect (self->labels, "point-opened", G_CALLBACK (group_opened_cb), self);
  gtk_widget_set_margin_top (GTK_WIDGET (self->labels), 12);
  gtk_box_insert_child_after (self->sections, GTK_WIDGET (self->labels), GTK_WIDGET (self->cards));
  self->scenes = SEM_SCENES_GROUP (sem_scenes_group_new (library));
  gtk_widget_set_margin_top (GTK_WIDGET (self->scenes), 12);
  g_signal_connect (self->scenes, "point-opened", G_CALLBACK (group_opened_cb), self);
  g_signal_connect (self->scenes, "pair-opened", G_CALLBACK (pair_opened_cb), self);
  gtk_box_insert_child_after (self->sections, GTK_WIDGET (self->scenes), GTK_WIDGET (self->labels));
  running_cb (self);
}

void
sem_quality_page_take_focus (SemQualityPage *self)
{
  g_return_if_fail (SEM_IS_QUALITY_PAGE (self));

  if (shows_photos (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  else
    gtk_widget_child_focus (self->opened ? self->opened : GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
sem_quality_page_set_menu (SemQualityPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_QUALITY_PAGE (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

SemPhotoGrid *
sem_quality_page_get_grid (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), NULL);
  return self->grid;
}

SemInspector *
sem_quality_page_get_inspector (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), NULL);
  return self->inspector;
}

GtkFlowBox *
sem_quality_page_get_cards (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), NULL);
  return self->cards;
}

SemLabelsGroup *
sem_quality_page_get_labels (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), NULL);
  return self->labels;
}

SemScenesGroup *
sem_quality_page_get_scenes (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), NULL);
  return self->scenes;
}

const char *
sem_quality_page_get_shown (SemQualityPage *self)
{
  g_return_val_if_fail (SEM_IS_QUALITY_PAGE (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}
